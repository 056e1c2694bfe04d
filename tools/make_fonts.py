#!/usr/bin/python3
"""Cuts the dashboard's fonts down to the characters that it draws.

usage: make_fonts.py OUTPUT_DIR

What the interface says is read from webui's sources, as written or as \\uXXXX: a character of its C++ that no font has is an error,
since it would be drawn as an empty box. OUTPUT_DIR then holds

  Inter-Regular.otf     ASCII, with the punctuation, arrows and signs that occur
  cjk-overview.ttf      the Chinese of the overview and what surrounds every page
  icons.ttf             the icons that webui/widgets/icons.hpp names

which the first paint needs, and what is fetched after it:

  Inter-SemiBold.otf    bold Latin, with accents
  Inter-accents.otf     the accents of the regular one
  cjk-pages.ttf         the rest of the Chinese that occurs
  cjk-ui-bold.otf       all of it, bold
  cjk.ttf               what people may type: the rest of the 3,755 commonest characters

Does nothing when neither sources, fonts nor this script changed. Runs with Debian's Python, for which fontTools is packaged.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEBUI = ROOT / "webui"
ICONS = WEBUI / "widgets/icons.hpp"
# What the first paint draws begins in these, and ends in what they include and its sources; but for what leads to the other pages.
OVERVIEW = ("app/*", "pages/overview*", "pages/overview/*")
OTHER_PAGES = WEBUI / "app/later_pages.cpp"
DRAWN_SUFFIXES = (".hpp", ".cpp")
TEXT_SUFFIXES = (*DRAWN_SUFFIXES, ".html", ".js")
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

# Coarser outlines compress better: a tenth less. A unit is an eighth of a pixel of the largest text on the finest phone.
UNITS_PER_EM = 512

INCLUDE = re.compile(r'^#include "(webui/[^"]+)"', re.MULTILINE)

ASCII = {*range(0x20, 0x7F)}
# Latin with all accents of European names.
LATIN = {*ASCII, *range(0xA0, 0x180), *map(ord, "–—‘’“”…•€")}
CJK_PUNCTUATION = {*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *map(ord, "￥—…·‘’“”")}


def gb2312_level_1():
    """The standard's first level: 3,755 characters, by pronunciation."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return {ord(pair.decode("gb2312")) for pair in rows if pair not in {bytes((0xD7, c)) for c in range(0xFA, 0xFF)}}


def is_cjk(code):
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F or 0xFF00 <= code <= 0xFFEF


def escapes(text):
    return {int(short or long, 16) for short, long in ESCAPE.findall(text)}


def texts_of_interface():
    """-> {code point: the first file that has it, of C++ before others}, without ASCII"""
    found = {}
    for path in sorted(WEBUI.rglob("*"), key=lambda path: (path.suffix not in DRAWN_SUFFIXES, path)):
        if path.suffix not in TEXT_SUFFIXES or path == ICONS:
            continue
        text = path.read_text(encoding="utf-8")
        for code in {ord(character) for character in text if ord(character) > 0x7F} | escapes(text):
            found.setdefault(code, path)
    return found


def sources_of_overview():
    pending = [path for pattern in OVERVIEW for path in WEBUI.glob(pattern)]
    found = {OTHER_PAGES}
    while pending:
        path = pending.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        included = [ROOT / name for name in INCLUDE.findall(path.read_text(encoding="utf-8"))]
        pending += included + [header.with_suffix(".cpp") for header in included]
    return found - {OTHER_PAGES}


def codes_of_overview():
    texts = [path.read_text(encoding="utf-8") for path in sources_of_overview() - {ICONS}]
    return {ord(character) for text in texts for character in text} | {code for text in texts for code in escapes(text)}


def icon_codes():
    codes = escapes(ICONS.read_text(encoding="utf-8")) if ICONS.is_file() else set()
    if not codes:
        sys.exit(f"fonts: {ICONS.relative_to(ROOT)} names no icon as \\uXXXX")
    return codes


def packaged(package, pattern):
    """The one font file of a Debian package whose name matches."""
    listed = subprocess.run(["dpkg-query", "--listfiles", package], capture_output=True, text=True, check=False)
    found = [line for line in listed.stdout.splitlines() if re.fullmatch(pattern, line.rsplit("/", 1)[-1])]
    if not found:
        sys.exit(f"fonts: package {package} has no {pattern}: tools/setup.sh installs it")
    return Path(found[0])


class Font:
    """A font file; of a collection, the member with this full name."""

    def __init__(self, path, member=None):
        from fontTools.ttLib import TTCollection, TTFont

        self.path, self.number = path, -1
        if path.suffix == ".ttc":
            members = [font["name"].getBestFullName() for font in TTCollection(path, lazy=True)]
            if member not in members:
                sys.exit(f"fonts: {path} has {', '.join(members)}, but no {member}")
            self.number = members.index(member)
        self.codes = set(TTFont(path, fontNumber=self.number, lazy=True).getBestCmap())

    def write_subset(self, codes, output):
        from fontTools import subset
        from fontTools.ttLib.scaleUpem import scale_upem

        # The page's renderer lays out without features and rasters without hints. It cuts a character to the bounds that
        # the font tells, and those of composed characters are not scaled with the rest.
        options = subset.Options(
            hinting=False,
            desubroutinize=True,
            layout_features=[],
            font_number=self.number,
            notdef_outline=True,
            recalc_bounds=True,  # scaling leaves those of composed glyphs, and what is outside of them is not drawn
        )
        options.drop_tables += ["FFTM", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"]
        font = subset.load_font(str(self.path), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=codes & self.codes)
        subsetter.subset(font)
        if font["head"].unitsPerEm > UNITS_PER_EM:
            scale_upem(font, UNITS_PER_EM)
        subset.save_font(font, str(output), options)


def relative(path):
    return path.relative_to(ROOT)


def write_fonts(folder, files, texts, overview, icons):
    inter, inter_bold = Font(files["regular"]), Font(files["semibold"])
    cjk, cjk_bold = Font(files["cjk"], "WenQuanYi Micro Hei"), Font(files["cjk_bold"], "Noto Sans CJK SC Bold")
    symbols = Font(files["icons"])

    chinese = {code for code in texts if is_cjk(code)}
    signs = texts.keys() - chinese
    # What Inter lacks, the Chinese fonts may have.
    chinese |= signs - inter.codes
    drawable = (inter.codes | cjk.codes) & (inter_bold.codes | cjk_bold.codes)
    problems = [
        f"{relative(texts[code])}: no font has U+{code:04X} ({chr(code)})"
        for code in sorted(texts.keys() - drawable)
        if texts[code].suffix in DRAWN_SUFFIXES
    ]
    problems += [f"{relative(ICONS)}: the icon font has no U+{code:04X}" for code in sorted(icons - symbols.codes)]
    if problems:
        sys.exit("fonts: " + "\nfonts: ".join(problems))

    inter.write_subset(ASCII | signs, folder / "Inter-Regular.otf")
    inter.write_subset(LATIN - ASCII - signs, folder / "Inter-accents.otf")
    inter_bold.write_subset(LATIN | signs, folder / "Inter-SemiBold.otf")
    cjk.write_subset(chinese & overview, folder / "cjk-overview.ttf")
    cjk.write_subset(chinese - overview, folder / "cjk-pages.ttf")
    cjk_bold.write_subset(chinese, folder / "cjk-ui-bold.otf")
    symbols.write_subset(icons, folder / "icons.ttf")
    cjk.write_subset((gb2312_level_1() | CJK_PUNCTUATION) - chinese, folder / "cjk.ttf")


def digest_of(files, texts, overview, icons):
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in files.values():
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    digest.update(repr((sorted(texts), sorted(overview & texts.keys()), sorted(icons))).encode())
    return digest.hexdigest()


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    output = Path(arguments[0])
    files = {
        "regular": packaged("fonts-inter", r"Inter-Regular\.(otf|ttf)"),
        "semibold": packaged("fonts-inter", r"Inter-SemiBold\.(otf|ttf)"),
        "cjk": packaged("fonts-wqy-microhei", r"wqy-microhei\.ttc"),
        "cjk_bold": packaged("fonts-noto-cjk", r"NotoSansCJK-Bold\.ttc"),
        "icons": packaged("fonts-material-design-icons-iconfont", r"MaterialIcons-Regular\.ttf"),
    }
    texts, overview, icons = texts_of_interface(), codes_of_overview(), icon_codes()
    digest = digest_of(files, texts, overview, icons)
    stamp = output / "inputs.sha256"
    if stamp.is_file() and stamp.read_text() == digest:
        return

    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix="fonts.") as work:
        fresh = Path(work) / "fonts"
        fresh.mkdir()
        write_fonts(fresh, files, texts, overview, icons)
        (fresh / stamp.name).write_text(digest)
        shutil.rmtree(output, ignore_errors=True)
        fresh.rename(output)
    print(f"fonts: {len(icons)} icons, {sum(map(is_cjk, texts))} Chinese characters of the interface, in {output}")


if __name__ == "__main__":
    main(sys.argv[1:])
