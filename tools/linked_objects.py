"""What a linker knew of a program: its objects, what each defines and wants, and what of each is in the program where.

Of the objects the program's later part begins with one; the first part is what would be linked without it.
"""

import re
from dataclasses import dataclass, field

# Of emnm --format=posix -A, where a member of an archive is "path[member]".
SYMBOL = re.compile(r"(?P<object>.*?): (?P<name>\S+) (?P<kind>\S)(?: .*)?")
# Of wasm-ld -Map, where it is "path(member)". Each function and each constant is a section of its own.
PLACE = re.compile(r" *(?P<address>-|[0-9a-f]+) +[0-9a-f]+ +(?P<size>[0-9a-f]+) +(?P<object>\S.*):\((?P<section>\S*)\)")
CONSTANT = ".rodata."
# Called at the start of the program, whoever else may call into their object.
INITIALISER = "_GLOBAL__"


@dataclass
class LinkedObject:
    functions: set = field(default_factory=set)
    offered: set = field(default_factory=set)  # to other objects
    local: set = field(default_factory=set)
    wanted: set = field(default_factory=set)


@dataclass(frozen=True)
class Constant:
    object: str
    name: str
    address: int
    size: int


def file_of(label):
    return label.split("(", 1)[0] if label.endswith(")") else label


def read_symbols(text):
    """-> {object: LinkedObject}"""
    objects = {}
    for line in text.splitlines():
        match = SYMBOL.fullmatch(line)
        if match is None:
            continue
        label = match["object"]
        if label.endswith("]"):
            label = "(".join(label[:-1].rsplit("[", 1)) + ")"
        linked = objects.setdefault(label, LinkedObject())
        name, kind = match["name"], match["kind"]
        if kind == "U":
            linked.wanted.add(name)
        elif kind != "w":
            (linked.offered if kind.isupper() else linked.local).add(name)
            if kind in "tTW":
                linked.functions.add(name)
    return objects


def read_map(text):
    """-> {object: names of its functions in the program}, [Constant]"""
    functions, constants = {}, []
    for line in text.splitlines():
        match = PLACE.fullmatch(line)
        if match is None:
            continue
        names = functions.setdefault(match["object"], set())
        if match["address"] == "-":
            names.add(match["section"])
        elif match["section"].startswith(CONSTANT):
            name = match["section"].removeprefix(CONSTANT)
            constants.append(Constant(match["object"], name, int(match["address"], 16), int(match["size"], 16)))
    return functions, constants


def linked_from(objects, entries):
    """The objects that a linker would take for these, or more."""
    offers = {}
    for label, linked in objects.items():
        for name in linked.offered:
            offers.setdefault(name, []).append(label)
    found, pending = set(entries), list(entries)
    while pending:
        for name in objects[pending.pop()].wanted:
            for label in offers.get(name, []):
                if label not in found:
                    found.add(label)
                    pending.append(label)
    return found


class Parts:
    """Which functions and constants are the later part's own: of its objects alone."""

    def __init__(self, objects, placed, later, libraries):
        """`placed`: what read_map says; `later`: the object with which the later part begins; `libraries`: objects that
        are anybody's, such as the standard library's."""
        self._objects = objects
        self._placed, self._constants = placed
        entries = {label for label in objects if not label.endswith(")")} - {later}
        first = linked_from(objects, entries | libraries)
        self._later = objects.keys() - first
        self._offered = {name for label in first for name in objects[label].offered}
        named = {name for label in first for name in objects[label].functions}
        self.functions = {name for label in self._later for name in objects[label].functions} - named

    def constants(self, kept):
        """What the first file may lack when it keeps these functions. A function may lead to all constants of the object
        that it was taken from, also where it was taken for an object of the first part, which had the same."""

        def has_left(label):
            placed = self._placed.get(label, set())
            initialised = any(name.startswith(INITIALISER) for name in placed)
            return not initialised and not placed & kept and placed <= self.functions

        left = {label for label in self._later if has_left(label)}
        return [
            constant
            for constant in self._constants
            if constant.object in left
            and (constant.name in self._objects[constant.object].local or constant.name not in self._offered)
        ]
