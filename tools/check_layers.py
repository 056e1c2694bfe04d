#!/usr/bin/env python3
"""Fails on every #include that breaks the architecture.

usage: check_layers.py SOURCE_DIR LAYERS_FILE

LAYERS_FILE is written by tools/cmake/GeminidComponent.cmake when CMake configures: a line a component, "name folder: deps".
A component may include its own headers and those of the dependencies that it declares, no others; and a library only where
LIBRARY_HOMES says. Linking can't forbid either: all folders share one root, and Debian puts every library in /usr/include.
"""

import re
import sys
from pathlib import Path

# What knows everything, and is known by nobody: programs, tests, and the precompiled headers.
OPEN_FOLDERS = ("tests", "tools", "server/app")

# The parts of the dashboard that exist in a browser only.
DRAWING = ("webui/widgets", "webui/pages", "webui/app", "webui/platform")
# A library -> the folders that may name it. Tests and the precompiled headers may name all.
LIBRARY_HOMES = {
    "caf": ("actors", "server/gateway", "server/admin", "server/app"),
    "rocksdb": ("server/store",),
    "spdlog": ("server/log",),
    "imgui": DRAWING,
    "imgui_internal": ("webui/widgets", "webui/platform"),
    "imgui_stdlib": DRAWING,
    "imgui_impl_opengl3": ("webui/platform",),
    "emscripten": ("webui/platform",),
    "GLES3": ("webui/platform",),
}
# Where a library that is used widely may not be named: pure code, which also compiles for the browser.
LIBRARY_BANS = {
    "boost": ("shared", "actors/policy", "server/translate", "webui"),
    "caf": ("actors/policy",),
    "fmt": ("shared", "actors/policy", "webui"),
}
LIBRARIES_OPEN_TO_ALL = ("tests", "tools/cmake/pch")

SOURCE_FOLDERS = ("shared", "actors", "server", "webui", "tools", "tests")
SOURCE_SUFFIXES = {".hpp", ".cpp", ".h", ".cc", ".inc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def is_within(path, folders):
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def read_layers(text):
    """-> ({name: (folder, {dep})}, [what is wrong with the declarations])"""
    components, problems = {}, []
    for line in filter(None, map(str.strip, text.splitlines())):
        head, _, deps = line.partition(":")
        name, folder = head.split()
        for dep in deps.split():
            # Only what stands above may be depended on, so that there is no cycle.
            if dep not in components:
                problems.append(f"{folder}: {name} depends on {dep}, which is not declared before it")
        if name in components:
            problems.append(f"{folder}: a second component is called {name}")
        components[name] = (folder, set(deps.split()))
    return components, problems


def owner_of(path, components):
    """The component in whose folder `path` (relative to the root) is; the innermost, since policy is inside actors."""
    owners = [name for name, (folder, _) in components.items() if is_within(path, (folder,))]
    return max(owners, key=lambda name: len(components[name][0]), default=None)


def library_problem(path, included):
    library = re.split(r"[/.]", included, maxsplit=1)[0]
    if is_within(path, LIBRARIES_OPEN_TO_ALL):
        return None
    if library in LIBRARY_HOMES and not is_within(path, LIBRARY_HOMES[library]):
        return f"<{included}> may be included only in {', '.join(LIBRARY_HOMES[library])}"
    if is_within(path, LIBRARY_BANS.get(library, ())):
        return f"<{included}> may not be included in {', '.join(LIBRARY_BANS[library])}"
    return None


def component_problem(root, path, included, components):
    if (root / included).is_file():
        target_path = included
    elif ((root / path).parent / included).is_file():
        target_path = ((root / path).parent / included).resolve().relative_to(root.resolve()).as_posix()
    else:
        return None  # a library's header

    owner = owner_of(path, components)
    target = owner_of(target_path, components)
    if owner is not None and target_path != included:
        return f"write this tree's headers from its root: {target_path}"
    if owner == target:
        return None
    if owner is None:
        return None  # an open folder, or check() has said what is wrong
    if target is None:
        return f"{owner} may not include {target_path}, which belongs to no component"
    if target not in components[owner][1]:
        return f"{owner} may not include {target}: its CMakeLists.txt does not declare that in DEPS"
    return None


def source_files(root):
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCE_SUFFIXES and "node_modules" not in path.parts:
                yield path


def check(root, layers_text):
    components, problems = read_layers(layers_text)
    for file in source_files(root):
        path = file.relative_to(root).as_posix()
        # Headers alone are no matter: no component can include what belongs to none.
        if file.suffix != ".hpp" and owner_of(path, components) is None and not is_within(path, OPEN_FOLDERS):
            problems.append(f"{path}: this folder is no declared component")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := INCLUDE.match(line):
                included = match.group(1)
                for problem in (library_problem(path, included), component_problem(root, path, included, components)):
                    if problem:
                        problems.append(f"{path}:{number}: {problem}")
    return problems


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    root, layers = Path(arguments[0]), Path(arguments[1])
    problems = check(root, layers.read_text(encoding="utf-8"))
    for problem in problems:
        print(problem)
    print(f"layers: {len(problems)} problems" if problems else "layers: in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
