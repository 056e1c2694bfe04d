#!/usr/bin/env python3
"""Splits the dashboard's program in two, so that the first paint waits for the first alone.

usage: split_wasm.py LINKED_JS MAP LATER_MEMBER OUTPUT_DIR

LINKED_JS lies beside its .wasm, which has a name section (--profiling-funcs -Wl,--no-demangle); MAP is the linker's, with every
string by itself (-Wl,-O0). What the archive member LATER_MEMBER defines is called, by JavaScript, only once the second file is
there; it is linked last. Runs where the linker ran. OUTPUT_DIR then holds NAME.js as it was, NAME.wasm and NAME-later.wasm.

What goes where is not listed anywhere. The linker's own rule gives the objects that the program would have without
LATER_MEMBER; a function that only other objects define is the later part's own. The first file keeps whatever exported
functions, and those whose address the program holds, lead to by calls, but for those of the later part. So nothing but what
the second file made itself can call into it; until it is loaded, the functions in its stead throw. Constants follow the
functions of their objects.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import linked_objects
import wasm_data

FEATURES = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
]
NAME = r'\$("(?:[^"\\]|\\.)*"|[^\s()]+)'
FUNCTION = re.compile(r" \(func " + NAME)
EXPORT = re.compile(r" \(export .*\(func " + NAME)
START = re.compile(r" \(start " + NAME)
CALL = re.compile(r"\((?:call|return_call|ref\.func) " + NAME)
REFERENCE = re.compile(NAME)
PLAIN = re.compile(r"[\w.$]+")  # what wasm-split reads from a list as it is meant


def tool(name, *arguments):
    if shutil.which(name) is None:
        sys.exit(f"split: {name} is missing: tools/setup.sh installs it")
    run = subprocess.run([name, *map(str, arguments)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"split: {name} failed: {(run.stderr or run.stdout).strip()}")
    return run.stdout


class Program:
    def __init__(self):
        self.calls, self.exported, self.slots = {}, set(), {}


def read_program(text):
    """The text form of a module -> Program"""
    program, current = Program(), None
    for line in text.splitlines():
        if match := FUNCTION.match(line):
            current = match[1]
            program.calls[current] = set()
        elif match := EXPORT.match(line) or START.match(line):
            program.exported.add(match[1])
        elif line.startswith(" (elem"):
            for name in REFERENCE.findall(line.split(")", 1)[1]):
                program.slots[name] = program.slots.get(name, 0) + 1
        elif current is not None:
            program.calls[current].update(CALL.findall(line))
    return program


def kept_functions(program, later):
    """-> names of what must be in the first file. Functions that were the same became one by the optimiser, under the name
    of either: one that stands in the table twice may be anybody's."""
    held = {name for name, slots in program.slots.items() if name not in later or slots > 1}
    odd = {name for name in program.calls if not PLAIN.fullmatch(name)}
    kept, pending = set(), list((program.exported - later) | held | odd)
    while pending:
        name = pending.pop()
        if name in program.calls and name not in kept:
            kept.add(name)
            pending += program.calls[name]
    return kept


def split(linked, split_names, constants, output):
    """Writes both files."""
    with tempfile.TemporaryDirectory(prefix="split.") as work:
        names, rest = Path(work) / "names", Path(work) / "rest.wasm"
        first, later = Path(work) / "first.wasm", Path(work) / "later.wasm"
        names.write_text("\n".join(sorted(split_names)))
        module, pieces = wasm_data.take(linked.read_bytes(), [(one.address, one.size) for one in constants])
        rest.write_bytes(module)
        tool("wasm-split", rest, f"--split-funcs=@{names}", f"-o1={first}", f"-o2={later}", *FEATURES)
        later.write_bytes(wasm_data.put(later.read_bytes(), pieces))
        output.mkdir(parents=True, exist_ok=True)
        for part, path in ((first, output / linked.name), (later, output / f"{linked.stem}-later.wasm")):
            tool("wasm-opt", part, "-Oz", "--converge", "-o", path, *FEATURES)
            if b"_ZN" in path.read_bytes():
                sys.exit(f"split: {path} has names of functions in it")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in ("linked_js", "map", "later_member", "output"):
        parser.add_argument(name)
    options = parser.parse_args()

    linked = Path(options.linked_js).resolve().with_suffix(".wasm")
    placed = linked_objects.read_map(Path(options.map).read_text(encoding="utf-8"))
    files = sorted({linked_objects.file_of(label) for label in placed[0]} - {"<internal>"})
    objects = linked_objects.read_symbols(tool("emnm", "--format=posix", "-A", "-p", *files))
    foreign = {label for label in objects if not Path(label).resolve().is_relative_to(linked.parent)}
    for label in foreign - placed[0].keys():
        del objects[label]
    later = [label for label in objects if label.endswith(f"({options.later_member})")]
    if len(later) != 1:
        sys.exit(f"split: {options.later_member} is in {len(later)} archives, instead of one")
    parts = linked_objects.Parts(objects, placed, later[0], foreign & placed[0].keys())

    program = read_program(tool("wasm-dis", linked, *FEATURES))
    gates = objects[later[0]].functions & program.exported
    kept = kept_functions(program, parts.functions)
    if not gates or gates & kept:
        sys.exit(f"split: {later[0]} exports {', '.join(sorted(gates)) or 'nothing'}, which is not the later part's own")
    constants = parts.constants(kept)
    split(linked, program.calls.keys() - kept, constants, Path(options.output))
    shutil.copy2(options.linked_js, options.output)
    size = sum(one.size for one in constants)
    print(f"split: {len(program.calls) - len(kept)} of {len(program.calls)} functions and {size} bytes of constants are later")


if __name__ == "__main__":
    main()
