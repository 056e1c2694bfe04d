"""What a Dockerfile says, for tools that have no container engine: stages, their steps, and how the image is to be run.

Knows the instructions and forms that this project's Dockerfile uses. Anything else is an error that names the line, so that what
was replayed is never less than what an engine would do.
"""

import json
import re
from dataclasses import dataclass, field

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
REFERENCE = re.compile(rf"\\\$|\$(?:({NAME})|\{{({NAME})(?:(:-|:\+)([^}}]*))?\}})|\$")


class Wrong(Exception):
    """The Dockerfile holds what is not known, or not right."""


@dataclass
class Image:
    """How a container of it is run."""

    environment: dict = field(default_factory=dict)
    user: str = ""
    folder: str = "/"
    entrypoint: list = field(default_factory=list)
    command: list = field(default_factory=list)
    health: list = field(default_factory=list)
    health_options: dict = field(default_factory=dict)
    stop_signal: str = "SIGTERM"
    ports: list = field(default_factory=list)
    labels: dict = field(default_factory=dict)


@dataclass
class Run:
    """A command of a build: an argument list, with the environment, user and folder that hold where it stands."""

    line: int
    arguments: list
    environment: dict
    user: str
    folder: str


@dataclass
class Copy:
    """Files of the context, or of an earlier stage, to an absolute path."""

    line: int
    stage: str
    sources: list
    target: str


@dataclass
class MakeFolder:
    line: int
    path: str


@dataclass
class Stage:
    name: str
    base: str
    steps: list = field(default_factory=list)
    image: Image = field(default_factory=Image)


def instructions(text):
    """-> [(line, keyword, rest)], with continued lines joined and comments gone"""
    found, pending, start = [], "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(#|$)", line):
            continue
        start = start or number
        if line.rstrip().endswith("\\"):
            pending += line.rstrip()[:-1]
            continue
        keyword, _, rest = (pending + line).strip().partition(" ")
        found.append((start, keyword.upper(), rest.strip()))
        pending, start = "", 0
    if pending:
        raise Wrong(f"line {start}: the last line is continued by nothing")
    return found


def expand(text, variables, line):
    def value(match):
        name = match[1] or match[2]
        if match[0] == "\\$":
            return "$"
        if not name:
            raise Wrong(f"line {line}: a $ that names no variable: {text}")
        held = variables.get(name, "")
        if match[3] == ":-":
            return held or match[4]
        if match[3] == ":+":
            return match[4] if held else ""
        return held

    return REFERENCE.sub(value, text)


def exec_form(rest):
    """The argument list of ["a", "b"], else None."""
    if not rest.startswith("["):
        return None
    try:
        arguments = json.loads(rest)
    except json.JSONDecodeError:
        return None
    return arguments if isinstance(arguments, list) and all(isinstance(a, str) for a in arguments) else None


def pairs(rest, variables, line):
    """{name: value} of NAME=value NAME="a b" …"""
    word = r'("(?:[^"\\]|\\.)*"|[^\s"]*)'
    if not re.fullmatch(rf"(?:[\w.-]+={word}\s*)+", rest):
        raise Wrong(f"line {line}: expected NAME=value: {rest}")
    found = {}
    for name, value in re.findall(rf"([\w.-]+)={word}", rest):
        found[name] = expand(value[1:-1] if value.startswith('"') else value, variables, line)
    return found


def parse(text, arguments=None):
    """-> [Stage]. `arguments`: what --build-arg would say."""
    given = arguments or {}
    stages, declared = [], {}

    def variables(stage):
        return {**declared, **stage.image.environment}

    for line, keyword, rest in instructions(text):
        if keyword == "FROM":
            match = re.fullmatch(r"(\S+)(?:\s+[Aa][Ss]\s+(\S+))?", rest)
            if not match:
                raise Wrong(f"line {line}: expected FROM image [AS name]: {rest}")
            stages.append(Stage(match[2] or str(len(stages)), match[1]))
            declared = {}
            continue
        if not stages:
            raise Wrong(f"line {line}: {keyword} before the first FROM is not known")
        stage = stages[-1]
        image = stage.image
        known = variables(stage)
        if keyword == "ARG":
            name, _, default = rest.partition("=")
            declared[name] = given.get(name, expand(default, known, line))
        elif keyword == "ENV":
            image.environment.update(pairs(rest, known, line))
        elif keyword == "LABEL":
            image.labels.update(pairs(rest, known, line))
        elif keyword == "RUN":
            if rest.startswith("--"):
                raise Wrong(f"line {line}: flags of RUN are not known: {rest}")
            command = exec_form(rest) or ["/bin/sh", "-c", rest]
            stage.steps.append(Run(line, command, known, image.user, image.folder))
        elif keyword == "COPY":
            stage.steps.append(copy(line, expand(rest, known, line), image.folder, [s.name for s in stages[:-1]]))
        elif keyword == "WORKDIR":
            path = expand(rest, known, line)
            image.folder = path if path.startswith("/") else f"{image.folder.rstrip('/')}/{path}"
            stage.steps.append(MakeFolder(line, image.folder))
        elif keyword == "USER":
            image.user = expand(rest, known, line)
        elif keyword == "EXPOSE":
            image.ports += [int(expand(port, known, line).removesuffix("/tcp")) for port in rest.split()]
        elif keyword == "STOPSIGNAL":
            image.stop_signal = expand(rest, known, line)
        elif keyword in ("ENTRYPOINT", "CMD"):
            command = exec_form(rest)
            if command is None:
                raise Wrong(f"line {line}: a shell would stand between signals and the program: {keyword} {rest}")
            setattr(image, "entrypoint" if keyword == "ENTRYPOINT" else "command", command)
        elif keyword == "HEALTHCHECK":
            options, _, command = rest.partition("CMD ")
            if not re.fullmatch(r"(?:--[a-z-]+=\S+\s+)*", options) or exec_form(command) is None:
                raise Wrong(f"line {line}: expected HEALTHCHECK [--option=…] CMD [\"…\"]: {rest}")
            image.health = exec_form(command)
            image.health_options = dict(re.findall(r"--([a-z-]+)=(\S+)", options))
        else:
            raise Wrong(f"line {line}: {keyword} is not known")
    if not stages:
        raise Wrong("there is no FROM")
    return stages


def copy(line, rest, folder, earlier):
    words = rest.split()
    stage = ""
    while words and words[0].startswith("--"):
        flag, _, value = words.pop(0).partition("=")
        if flag != "--from" or value not in earlier:
            raise Wrong(f"line {line}: expected COPY [--from=earlier stage] SOURCE… TARGET: {rest}")
        stage = value
    if len(words) < 2 or words[0].startswith("["):
        raise Wrong(f"line {line}: expected COPY [--from=earlier stage] SOURCE… TARGET: {rest}")
    *sources, target = words
    if len(sources) > 1 and not target.endswith("/"):
        raise Wrong(f"line {line}: several sources need a target that ends with /: {rest}")
    if any(re.search(r"[*?\[]", source) or ".." in source.split("/") for source in sources):
        raise Wrong(f"line {line}: patterns and .. are not known: {rest}")
    return Copy(line, stage, sources, target if target.startswith("/") else f"{folder.rstrip('/')}/{target}")


def ignored(patterns):
    """-> path -> bool, for the lines of a .dockerignore: names, * within a folder, **/ before a name; no exceptions."""
    expressions = []
    for number, pattern in enumerate(patterns.splitlines(), 1):
        pattern = pattern.strip()
        if not pattern or pattern.startswith("#"):
            continue
        anywhere, name = pattern.startswith("**/"), pattern.removeprefix("**/").rstrip("/")
        if pattern.startswith("!") or re.search(r"[?\[\\]|\*\*", name):
            raise Wrong(f".dockerignore, line {number}: {pattern} is not known")
        inner = re.escape(name).replace(r"\*", "[^/]*")
        expressions.append(re.compile(f"{'(?:.*/)?' if anywhere else ''}{inner}(?:/.*)?"))
    return lambda path: any(expression.fullmatch(path) for expression in expressions)
