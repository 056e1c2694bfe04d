#!/usr/bin/env python3
"""Says what is wrong with the documentation's form, and then fails.

usage: check_docs.py ROOT

Relative links and pictures must lead to files, and links behind a "#" to headings; a page in English must have its twin in
Chinese, with as many headings of each level, tables' rows and blocks of code; metrics must be ones that the sources name.
"""
import re
import sys
from pathlib import Path

LINK = re.compile(r'!?\[[^\]]*\]\(([^)\s]+)\)|<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"')
HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$", re.M)
FENCED = re.compile(r"^( *)```.*?^\1```[^\n]*$", re.M | re.S)
METRIC = re.compile(r"\bgeminid_[a-z0-9]+(?:_[a-z0-9]+)+\b")
ENGLISH_ALONE = {"ARCHITECTURE.md"}


def documents(root):
    return sorted(root.glob("README*.md")) + sorted(root.glob("docs/*.md")) + sorted(root.glob("CONTRIBUTING.md"))


def prose(text):
    return FENCED.sub("", text)


def anchor(heading):
    """As GitHub makes it: a link's words alone, lower case, no punctuation, spaces to hyphens."""
    heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(path):
    return {anchor(title) for _, title in HEADING.findall(prose(path.read_text()))}


def link_faults(path):
    for match in LINK.finditer(prose(path.read_text())):
        target = match[1] or match[2]
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, wanted = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists():
            yield f"{path.name} links to {target}: there is no such file"
        elif wanted and file.suffix == ".md" and wanted not in anchors(file):
            yield f"{path.name} links to {target}: there is no such heading"


def shape(path):
    text = path.read_text()
    plain = prose(text)
    return {
        "headings by level": [len(marks) for marks, _ in HEADING.findall(plain)],
        "rows of tables": len(re.findall(r"^ *\|", plain, re.M)),
        "blocks of code": len(FENCED.findall(text)),
    }


def twin_faults(path):
    if path.name.endswith(".zh-CN.md") or path.name in ENGLISH_ALONE or path.name == "CONTRIBUTING.md":
        return
    twin = path.with_name(path.name.removesuffix(".md") + ".zh-CN.md")
    if not twin.exists():
        yield f"{path.name} has no twin in Chinese, {twin.name}"
        return
    own, other = shape(path), shape(twin)
    for what, count in own.items():
        if other[what] != count:
            yield f"{path.name} and {twin.name} differ in their {what}: {count} and {other[what]}"


def metric_faults(path, known):
    for name in sorted(set(METRIC.findall(path.read_text()))):
        if name not in known:
            yield f"{path.name} names the metric {name}, which no source does"


def faults(root):
    sources = "".join(path.read_text() for path in sorted((root / "server/gateway").glob("metrics*.cpp")))
    known = set(METRIC.findall(sources))
    for path in documents(root):
        yield from link_faults(path)
        yield from twin_faults(path)
        yield from metric_faults(path, known)


def main():
    root = Path(sys.argv[1])
    found = list(faults(root))
    for fault in found:
        print(fault)
    print(f"{len(documents(root))} documents, {len(found)} faults")
    return 1 if found or not documents(root) else 0


if __name__ == "__main__":
    sys.exit(main())
