#!/usr/bin/env python3
"""Carries out a Dockerfile's steps in folders instead of containers; needs root. tools/replay_dockerfile.sh makes the folders.

usage: replay_steps.py DOCKERFILE CONTEXT WORK BASE_IMAGE=FOLDER [--build-arg NAME=VALUE]... [--bind FOLDER=PATH]...

Every FROM starts with a copy of its image's folder, in WORK/<stage>; the last stage's is the image, and WORK/image.json tells how
it is run. --bind puts a folder of this machine at a path of every stage while a RUN lasts. Ends at the first step that fails, with
its status.
"""

import argparse
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dockerfile  # noqa: E402

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def within(root, path):
    return Path(f"{root}/{path.lstrip('/')}")


def copy_tree(source, target):
    """As COPY does it: a folder's content, owned by root."""
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "--no-preserve=ownership", f"{source}/.", str(target)], check=True)


def copy(step, roots, context, root):
    for name in step.sources:
        source = within(roots[step.stage] if step.stage else context, name)
        if not source.exists():
            sys.exit(f"replay: line {step.line}: there is no {name}")
        target = within(root, step.target)
        if source.is_dir():
            copy_tree(source, target)
            continue
        if step.target.endswith("/"):
            target = target / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "--no-preserve=ownership", str(source), str(target)], check=True)


# Mounts end with the namespace, which ends with the command.
RUN_SCRIPT = r"""
root=$1 folder=$2 user=$3
shift 3
while [ "$1" != -- ]; do
  mkdir -p "$root${1#*=}"
  mount --bind "${1%%=*}" "$root${1#*=}"
  shift
done
shift
mount -t proc proc "$root/proc"
exec chroot ${user:+--userspec="$user"} "$root" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
"""


def run(step, root, binds):
    environment = {"PATH": PATH, "HOME": "/root", **step.environment}
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-eu", "-c", RUN_SCRIPT, "sh"]
    ended = subprocess.run(
        [*command, str(root), step.folder, step.user, *binds, "--", *step.arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode != 0:
        sys.exit(f"replay: line {step.line}: ended with {ended.returncode}: {step.arguments[-1]}")


def visible_context(context, work):
    """The context without what .dockerignore keeps out."""
    patterns = context / ".dockerignore"
    is_ignored = dockerfile.ignored(patterns.read_text() if patterns.exists() else "")
    target = work / "context"

    def names(folder, entries):
        relative = Path(folder).relative_to(context)
        return {entry for entry in entries if is_ignored(str(relative / entry))}

    shutil.copytree(context, target, symlinks=True, ignore=names)
    return target


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("dockerfile", type=Path)
    parser.add_argument("context", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("bases", nargs="+")
    parser.add_argument("--build-arg", action="append", default=[])
    parser.add_argument("--bind", action="append", default=[])
    options = parser.parse_args()

    bases = dict(base.split("=", 1) for base in options.bases)
    stages = dockerfile.parse(options.dockerfile.read_text(), dict(a.split("=", 1) for a in options.build_arg))
    context = visible_context(options.context, options.work)
    roots = {}
    for stage in stages:
        if stage.base not in bases:
            sys.exit(f"replay: there is no folder for {stage.base}")
        root = roots[stage.name] = options.work / stage.name
        subprocess.run(["cp", "-a", bases[stage.base], str(root)], check=True)
        for step in stage.steps:
            started = time.monotonic()
            if isinstance(step, dockerfile.Run):
                run(step, root, options.bind)
            elif isinstance(step, dockerfile.Copy):
                copy(step, roots, context, root)
            else:
                within(root, step.path).mkdir(parents=True, exist_ok=True)
            print(f"== {stage.name}, line {step.line}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    image = {**dataclasses.asdict(stages[-1].image), "root": str(roots[stages[-1].name].resolve())}
    (options.work / "image.json").write_text(json.dumps(image, indent=2))


try:
    main()
except dockerfile.Wrong as wrong:
    sys.exit(f"replay: Dockerfile: {wrong}")
