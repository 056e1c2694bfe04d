"""tools/make_dist.py puts together what a browser may keep for good: each case builds a small dashboard of its own."""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "make_dist.py"

INDEX = '<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css">\n<script src="boot.js"></script>\n'
TREE = {
    "shell/index.html": INDEX,
    "shell/boot.js": "start();",
    "shell/style.css": "body{margin:0}",
    "build/dash.js": "run();",
    "build/dash.wasm": "wasm",
    "build/dash-later.wasm": "more wasm",
    "fonts/cjk.ttf": "glyphs",
    "fonts/inputs.sha256": "no font",
}
HASHED = re.compile(r"(boot|style|dash|dash-later|cjk|files)\.[0-9a-f]{10}\.(js|css|wasm|ttf)")


class MakeDist(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.dist = self.root / "dist"
        for path, text in TREE.items():
            self.write(path, text)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def make(self, *options):
        folders = [self.root / name for name in ("shell", "build", "fonts", "dist")]
        run = subprocess.run(
            [sys.executable, SCRIPT, *options, *folders], capture_output=True, text=True, check=False, timeout=60
        )
        return run.returncode, run.stdout + run.stderr

    def make_well(self, *options):
        code, output = self.make(*options)
        self.assertEqual(code, 0, output)
        return output

    def names(self):
        return sorted(os.listdir(self.dist))

    def uncompressed(self):
        return [name for name in self.names() if not name.endswith((".br", ".gz"))]

    def one(self, pattern):
        return next(name for name in self.uncompressed() if re.fullmatch(pattern, name))

    def test_every_file_but_the_page_has_its_content_s_hash_in_its_name(self):
        self.make_well()
        self.assertEqual(
            sorted(HASHED.sub(r"\1.\2", name) for name in self.uncompressed()),
            ["boot.js", "cjk.ttf", "dash-later.wasm", "dash.js", "dash.wasm", "files.js", "index.html", "style.css"],
        )

    def test_every_file_lies_beside_itself_compressed(self):
        self.make_well()
        for name in self.uncompressed():
            content = (self.dist / name).read_bytes()
            self.assertEqual(gzip.decompress((self.dist / f"{name}.gz").read_bytes()), content)
            brotli = subprocess.run(["brotli", "-dc", self.dist / f"{name}.br"], capture_output=True, check=True)
            self.assertEqual(brotli.stdout, content)

    def test_the_page_loads_the_names_before_what_needs_them(self):
        self.make_well()
        html = (self.dist / "index.html").read_text()
        self.assertEqual(
            re.findall(r'(?:src|href)="([^"]+)"', html),
            ["data:,", self.one(r"style\..*css"), self.one(r"files\..*js"), self.one(r"boot\..*js")],
        )

    def test_the_names_name_files_that_are_there(self):
        self.make_well()
        script = (self.dist / self.one(r"files\..*js")).read_text()
        names = json.loads(re.search(r"geminidFiles = (.*);", script).group(1))
        self.assertEqual(
            sorted(names), ["boot.js", "cjk.ttf", "dash-later.wasm", "dash.js", "dash.wasm", "style.css"]
        )
        self.assertLessEqual(set(names.values()), set(self.names()))

    def test_a_changed_file_changes_its_name_and_the_page_alone(self):
        self.make_well()
        before = self.uncompressed()
        self.write("shell/style.css", "body{margin:1px}")
        self.make_well()
        changed = {HASHED.sub(r"\1.\2", name) for name in set(before) ^ set(self.uncompressed())}
        self.assertEqual(changed, {"style.css", "files.js"})
        self.assertIn(self.one(r"style\..*css"), (self.dist / "index.html").read_text())

    def test_what_did_not_change_is_left_alone(self):
        self.make_well()
        before = self.dist.stat().st_ino
        self.make_well()
        self.assertEqual(self.dist.stat().st_ino, before)

    def test_a_folder_that_lost_a_file_is_made_whole(self):
        self.make_well()
        (self.dist / self.one(r"boot\..*js")).unlink()
        self.make_well()
        self.assertTrue(self.one(r"boot\..*js"))

    def test_nothing_is_left_beside_the_folder(self):
        self.make_well()
        self.write("build/dash.js", "other();")
        self.make_well()
        self.assertEqual(sorted(os.listdir(self.root)), ["build", "dist", "fonts", "shell"])

    def test_a_draft_is_not_compressed_and_is_replaced_by_the_real_one(self):
        self.make_well("--draft")
        self.assertEqual(self.names(), self.uncompressed())
        self.make_well()
        self.assertEqual(len(self.names()), 3 * len(self.uncompressed()))

    def test_a_draft_s_program_may_be_in_one_file(self):
        (self.root / "build/dash-later.wasm").unlink()
        self.make_well("--draft")
        self.assertNotIn("dash-later", (self.dist / self.one(r"files\..*js")).read_text())
        code, output = self.make()
        self.assertEqual((code, output), (1, f"dist: {self.root}/build/dash-later.wasm is missing\n"))

    def test_a_name_of_no_file_is_refused(self):
        self.write("shell/index.html", INDEX + '<script src="more.js"></script>')
        code, output = self.make()
        self.assertEqual((code, output), (1, 'dist: index.html has src="more.js", but there is no such file\n'))

    def test_a_missing_file_is_refused(self):
        (self.root / "build/dash.wasm").unlink()
        code, output = self.make()
        self.assertEqual((code, output), (1, f"dist: {self.root}/build/dash.wasm is missing\n"))

    def test_a_dashboard_that_is_too_heavy_is_refused(self):
        (self.root / "build/dash.wasm").write_bytes(os.urandom(400_000))
        code, output = self.make()
        self.assertEqual(code, 1)
        self.assertRegex(output, r"dist: in English the dashboard needs 400,\d{3} bytes, more than 270,000\n$")

    def test_chinese_characters_weigh_in_chinese_alone(self):
        (self.root / "fonts/cjk-overview.ttf").write_bytes(os.urandom(400_000))
        code, output = self.make()
        self.assertEqual(code, 1)
        self.assertRegex(output, r"dist: in Chinese the dashboard needs 400,\d{3} bytes, more than 299,000\n$")

    def test_what_comes_later_does_not_weigh(self):
        for name in ("fonts/cjk.ttf", "build/dash-later.wasm"):
            (self.root / name).write_bytes(os.urandom(400_000))
        output = self.make_well()
        self.assertRegex(output, r"cjk\.ttf .* \(later\)")
        self.assertRegex(output, r"dash-later\.wasm .* \(later\)")


if __name__ == "__main__":
    unittest.main()
