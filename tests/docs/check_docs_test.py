#!/usr/bin/env python3
"""That check_docs.py finds what is planted, and nothing else."""
import tempfile
import unittest
from pathlib import Path

import check_docs


class CheckDocs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("server/gateway/metrics_gauges.cpp", 'gauge("geminid_keys_ready", "")')
        self.write("docs/images/a.png", "")
        for name in ("README.md", "README.zh-CN.md", "docs/PAGE.md", "docs/PAGE.zh-CN.md"):
            self.write(name, "# Title\n\n## A part, of it\n\n| a |\n\n```sh\n# no heading\n```\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add(self, name, text):
        self.write(name, (self.root / name).read_text() + text)

    def faults(self):
        return list(check_docs.faults(self.root))

    def test_what_is_right_passes(self):
        self.add("README.md", '[part](docs/PAGE.md#a-part-of-it) ![](docs/images/a.png) <img src="docs/images/a.png"> [x](https://x.invalid/y)\n')
        self.add("docs/PAGE.md", "[above](#a-part-of-it) [up](../README.md) `geminid_keys_ready`\n")
        self.assertEqual(self.faults(), [])

    def test_links_and_pictures_that_lead_nowhere_are_told(self):
        self.add("README.md", '[gone](docs/GONE.md) <img width="9" src="docs/images/b.png">\n[part](docs/PAGE.md#another-part)\n')
        self.assertEqual(self.faults(), ["README.md links to docs/GONE.md: there is no such file",
                                         "README.md links to docs/images/b.png: there is no such file",
                                         "README.md links to docs/PAGE.md#another-part: there is no such heading"])

    def test_a_link_within_code_is_none(self):
        self.add("README.md", "```\n[gone](GONE.md)\n```\n")
        self.add("README.zh-CN.md", "```\n```\n")
        self.assertEqual(self.faults(), [])

    def test_a_page_without_its_twin_is_told(self):
        (self.root / "docs/PAGE.zh-CN.md").unlink()
        self.assertEqual(self.faults(), ["PAGE.md has no twin in Chinese, PAGE.zh-CN.md"])

    def test_twins_that_differ_in_headings_rows_or_code_are_told(self):
        self.add("docs/PAGE.md", "## More\n\n| b |\n\n```\n```\n")
        told = self.faults()
        for what in ("headings by level", "rows of tables", "blocks of code"):
            self.assertTrue(any(what in fault for fault in told), what)

    def test_headings_of_chinese_are_found_by_their_own_words(self):
        self.add("docs/PAGE.zh-CN.md", "\n[主密钥](#主密钥)\n## 主密钥\n")
        self.add("docs/PAGE.md", "## Master key\n")
        self.assertEqual(self.faults(), [])

    def test_a_metric_that_no_source_names_is_told(self):
        self.add("docs/PAGE.md", "`geminid_keys_raedy`\n")
        self.assertEqual(self.faults(), ["PAGE.md names the metric geminid_keys_raedy, which no source does"])


if __name__ == "__main__":
    unittest.main()
