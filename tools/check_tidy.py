#!/usr/bin/env python3
"""Runs clang-tidy on what changed, for at most a given time.

usage: check_tidy.py [--all] [--base COMMIT] [--seconds N]

What changed is what is not committed and what was committed since the base: --base or GEMINID_BASE, else where HEAD left
origin/main, else the last 3 commits. Newest first, so that a time limit leaves out the oldest. A changed header is checked
through a source that includes it. The compile commands are those of build/sources, which tools/check.sh configures: a command a
source; for what only browsers run, those of the web preset, where that is configured.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMITS_WITHOUT_BASE = 3
# g++'s precompiled headers mean nothing to clang.
GCC_ONLY = {"-fpch-preprocess", "-Winvalid-pch"}


def git(*arguments):
    run = subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=False)
    return run.stdout.splitlines() if run.returncode == 0 else []


def without_gcc_specifics(command):
    kept, skip = [], 0
    tokens = shlex.split(command)
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token == "-include" and "cmake_pch" in tokens[index + 1]:
            skip = 1
        elif token not in GCC_ONLY and "cmake_pch" not in token:
            kept.append(token)
    return kept


def web_entries():
    """The compile commands of webui's sources for browsers, in words of clang's own."""
    source = ROOT / "build/web/build/compile_commands.json"
    if not source.is_file() or not shutil.which("em-config"):
        return
    cache = subprocess.run(["em-config", "CACHE"], capture_output=True, text=True, check=True).stdout.strip()
    # As em++ calls it. What guards statics is of no matter, but without guards clang-tidy takes constants for such statics.
    target = ["clang++", "--target=wasm32-unknown-emscripten", f"--sysroot={cache}/sysroot", "-D__EMSCRIPTEN__",
              "-Xclang", "-iwithsysroot/include/compat", "-fthreadsafe-statics"]
    for entry in json.loads(source.read_text(encoding="utf-8")):
        if Path(entry["file"]).is_relative_to(ROOT / "webui"):
            arguments = target + shlex.split(entry["command"])[1:]
            yield {"directory": entry["directory"], "file": entry["file"], "arguments": arguments}


def write_database(folder):
    """-> {path relative to the root} that have a compile command"""
    source = ROOT / "build/sources/compile_commands.json"
    if not source.is_file():
        sys.exit("tidy: build/sources is not configured: tools/check.sh does that")
    entries = []
    for entry in json.loads(source.read_text(encoding="utf-8")):
        if "cmake_pch" in entry["file"]:
            continue
        arguments = without_gcc_specifics(entry["command"])
        entries.append({"directory": entry["directory"], "file": entry["file"], "arguments": arguments})
    native = {entry["file"] for entry in entries}
    entries += [entry for entry in web_entries() if entry["file"] not in native]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1), encoding="utf-8")
    return {os.path.relpath(entry["file"], ROOT) for entry in entries}


def base_commit(given):
    for candidate in (given, os.environ.get("GEMINID_BASE")):
        if candidate:
            found = git("rev-parse", "--verify", "--quiet", candidate + "^{commit}")
            return found[0] if found else sys.exit(f"tidy: there is no commit {candidate}")
    head, fork = git("rev-parse", "HEAD"), git("merge-base", "HEAD", "origin/main")
    if fork and fork != head:
        return fork[0]
    found = git("rev-parse", "--verify", "--quiet", f"HEAD~{COMMITS_WITHOUT_BASE}")
    return found[0] if found else None  # None: the history is shorter, so everything is new


def changed_files(base):
    uncommitted = git("diff", "--name-only", "HEAD") + git("ls-files", "--others", "--exclude-standard")
    committed = git("log", "--format=", "--name-only", f"{base}..HEAD" if base else "HEAD")
    return list(dict.fromkeys(uncommitted + committed))


def including_source(header, sources):
    """A source to see the header through: its own, else the first that includes it."""
    own = str(Path(header).with_suffix(".cpp"))
    if own in sources:
        return own
    pattern = re.compile(r'^\s*#\s*include\s*"' + re.escape(header) + '"', re.MULTILINE)
    return next((s for s in sorted(sources) if pattern.search((ROOT / s).read_text(encoding="utf-8"))), None)


def to_check(files, sources):
    chosen = []
    for file in files:
        if not (ROOT / file).is_file():
            continue
        if file in sources:
            chosen.append(file)
        elif file.endswith(".hpp"):
            chosen.append(including_source(file, sources))
    return list(dict.fromkeys(filter(None, chosen)))


def tidy(file, database, seconds):
    """-> what clang-tidy complains of, None when there was no time"""
    if seconds <= 0:
        return None
    try:
        run = subprocess.run(
            ["clang-tidy", "--quiet", "-p", database, ROOT / file],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return None
    if run.returncode == 0:
        return ""
    return run.stdout if run.stdout.strip() else run.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every source, not only what changed")
    parser.add_argument("--base", help="the commit since which things count as changed")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("GEMINID_TIDY_SECONDS", "900")))
    options = parser.parse_args()

    database = ROOT / "build/tidy"
    sources = write_database(database)
    in_git = bool(git("rev-parse", "HEAD"))
    chosen = to_check(changed_files(base_commit(options.base)), sources) if in_git and not options.all else sorted(sources)

    deadline = time.monotonic() + options.seconds
    failed, unchecked = [], []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = pool.map(lambda file: tidy(file, database, deadline - time.monotonic()), chosen)
        for file, complaint in zip(chosen, complaints):
            if complaint is None:
                unchecked.append(file)
            elif complaint:
                failed.append(file)
                print(complaint)
    print(f"tidy: {len(chosen) - len(unchecked) - len(failed)} of {len(chosen)} files in order")
    if unchecked:
        print(f"tidy: no time was left for {len(unchecked)}: {' '.join(unchecked)}")
    if failed:
        print(f"tidy: failed: {' '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
