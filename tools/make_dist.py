#!/usr/bin/env python3
"""Puts together the folder that geminid serves as its dashboard.

usage: make_dist.py [--draft] SHELL_DIR BUILD_DIR FONTS_DIR OUTPUT_DIR

Every file but index.html gets its content's hash into its name, name.<10 hex digits>.ext, so that browsers may keep it for good,
and lies beside itself compressed, as .br and .gz (not with --draft). In index.html the names in src and href are replaced. Code
is not edited: files.js, written here and loaded before boot.js, sets window.geminidFiles to {"dash.js": "dash.0123456789.js", ...},
by which boot.js finds what it loads. A draft's program may be in one file, without dash-later.wasm.

OUTPUT_DIR is replaced whole, and only if something changed. Prints sizes; fails when the dashboard needs more than it may.
"""

import argparse
import ctypes
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Bytes, compressed with brotli, of all that a viewer needs before the overview is drawn. The login form, of 3 KB, is painted
# before, and the browser fetches the rest while the password is being typed.
LIMITS = {"English": 270_000, "Chinese": 299_000}
CHINESE_ONLY = {"cjk-overview.ttf"}
LATER_FILE = "dash-later.wasm"
# What is fetched after the first frame. Fonts as webui/widgets/theme.cpp has it: bold is drawn as regular until it has come.
LATER = {LATER_FILE, "Inter-SemiBold.otf", "Inter-accents.otf", "cjk-pages.ttf", "cjk-ui-bold.otf", "cjk.ttf"}
SHELL_FILES = ("boot.js", "style.css")
BUILT_FILES = ("dash.js", "dash.wasm")
FONT_SUFFIXES = {".otf", ".ttf"}
BOOT = '<script src="boot.js">'
REFERENCE = re.compile(r'\b(src|href)="([^":]+)"')


def hashed(name, content):
    path = Path(name)
    return f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"


def read_files(shell, build, fonts, draft):
    """-> {name: content}, without index.html"""
    paths = [shell / name for name in SHELL_FILES] + [build / name for name in BUILT_FILES]
    if not draft or (build / LATER_FILE).is_file():
        paths.append(build / LATER_FILE)
    paths += sorted(path for path in fonts.iterdir() if path.suffix in FONT_SUFFIXES)
    for path in paths:
        if not path.is_file():
            sys.exit(f"dist: {path} is missing")
    return {path.name: path.read_bytes() for path in paths}


def file_names_script(names):
    return f"window.geminidFiles = {json.dumps(names, sort_keys=True)};\n"


def index_with(names, html):
    def replaced(match):
        attribute, name = match.groups()
        if name not in names:
            sys.exit(f'dist: index.html has {attribute}="{name}", but there is no such file')
        return f'{attribute}="{names[name]}"'

    if BOOT not in html:
        sys.exit(f"dist: index.html has no {BOOT}")
    return REFERENCE.sub(replaced, html.replace(BOOT, '<script src="files.js"></script>\n' + BOOT))


def contents_of_output(shell, build, fonts, draft):
    """-> ({name in OUTPUT_DIR: content}, {name in OUTPUT_DIR: name})"""
    files = read_files(shell, build, fonts, draft)
    names = {name: hashed(name, content) for name, content in files.items()}
    files["files.js"] = file_names_script(names).encode()
    names["files.js"] = hashed("files.js", files["files.js"])
    html = index_with(names, (shell / "index.html").read_text(encoding="utf-8"))
    contents = {names[name]: content for name, content in files.items()} | {"index.html": html.encode()}
    return contents, {output: name for name, output in names.items()} | {"index.html": "index.html"}


def compress(path, previous):
    """Writes path.br and path.gz; takes what an earlier run made of the same content."""
    for suffix in (".br", ".gz"):
        target, old = Path(f"{path}{suffix}"), previous / f"{path.name}{suffix}"
        if old.is_file() and path.name != "index.html":
            shutil.copy2(old, target)
        elif suffix == ".br":
            subprocess.run(["brotli", "--best", "--keep", "--output=" + str(target), str(path)], check=True)
        else:
            target.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def is_current(output, contents, draft):
    expected = set(contents)
    if not draft:
        expected |= {name + suffix for name in contents for suffix in (".br", ".gz")}
    return (
        output.is_dir()
        and set(os.listdir(output)) == expected
        and all((output / name).read_bytes() == content for name, content in contents.items())
    )


def exchange(fresh, output):
    """Puts one folder into another's place in one step where the file system can, so that a request meets either."""
    if output.exists():
        at_cwd, rename_exchange = -100, 2
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.renameat2(at_cwd, os.fsencode(fresh), at_cwd, os.fsencode(output), rename_exchange) == 0:
            return
        output.rename(fresh.with_name("old"))
    fresh.rename(output)


def write(output, contents, draft):
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix="dist.") as work:
        fresh = Path(work) / "dist"
        fresh.mkdir()
        for name, content in contents.items():
            path = fresh / name
            path.write_bytes(content)
            if not draft:
                compress(path, output)
        exchange(fresh, output)


def report(output, origins):
    """Prints the sizes; -> {language: bytes to begin with, with brotli}"""
    totals = {language: [0, 0, 0] for language in LIMITS}
    print(f"{'':24} {'raw':>9} {'gzip':>9} {'brotli':>9}")
    for name in sorted(origins, key=origins.get):
        sizes = [(output / f"{name}{suffix}").stat().st_size for suffix in ("", ".gz", ".br")]
        later, chinese = (origins[name] in files for files in (LATER, CHINESE_ONLY))
        for language in [] if later else ["Chinese"] if chinese else LIMITS:
            totals[language] = [total + size for total, size in zip(totals[language], sizes)]
        note = " (later)" if later else " (Chinese)" if chinese else ""
        print(f"{origins[name]:24} " + " ".join(f"{size:9,}" for size in sizes) + note)
    for language, total in totals.items():
        print(f"{'before drawn, ' + language:24} " + " ".join(f"{size:9,}" for size in total))
    return {language: total[2] for language, total in totals.items()}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--draft", action="store_true")
    for folder in ("shell", "build", "fonts", "output"):
        parser.add_argument(folder, type=Path)
    options = parser.parse_args()

    contents, origins = contents_of_output(options.shell, options.build, options.fonts, options.draft)
    if not is_current(options.output, contents, options.draft):
        write(options.output, contents, options.draft)
    if options.draft:
        print(f"dist: a draft in {options.output}")
        return
    for language, size in report(options.output, origins).items():
        if size > LIMITS[language]:
            sys.exit(f"dist: in {language} the dashboard needs {size:,} bytes, more than {LIMITS[language]:,}")


if __name__ == "__main__":
    main()
