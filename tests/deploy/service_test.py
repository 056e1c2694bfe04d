"""The files by which containers and servers run geminid agree with geminid and with each other."""

import configparser
import fnmatch
import os
import re
import subprocess
import unittest

import yaml
from deployed import IMAGE, SOURCES

PACKAGING = SOURCES / "packaging"
DRAIN_SECONDS = 30


def help_text():
    return subprocess.run([os.environ["GEMINID_BIN"], "--help"], capture_output=True, text=True, check=True).stdout


def seconds(text):
    return int(re.fullmatch(r"(\d+)s?", text)[1])


class Unit(unittest.TestCase):
    def setUp(self):
        # A name may stand twice; what counts here stands once.
        reader = configparser.ConfigParser(strict=False, interpolation=None)
        reader.optionxform = str
        reader.read(PACKAGING / "geminid.service.in")
        self.service = reader["Service"]

    def test_waits_for_the_drain_and_watches_the_process(self):
        self.assertIn("longest wait for running requests", help_text())
        self.assertGreater(seconds(self.service["TimeoutStopSec"]), DRAIN_SECONDS)
        self.assertEqual((self.service["Type"], self.service["NotifyAccess"]), ("notify", "main"))
        self.assertGreater(seconds(self.service["WatchdogSec"]), 0)

    def test_its_settings_file_names_only_what_geminid_knows_and_sets_nothing(self):
        lines = (PACKAGING / "geminid.env").read_text().splitlines()
        named = [line[1:].split("=")[0] for line in lines if re.match(r"#[A-Za-z_]+=", line)]
        self.assertIn("GEMINI_API_KEYS", named)
        known = help_text()
        for name in named:
            self.assertIn(name, known)
        self.assertEqual([line for line in lines if line and not line.startswith("#")], [])
        self.assertEqual((PACKAGING / "debian" / "conffiles").read_text(), "/etc/geminid/geminid.env\n")


class Compose(unittest.TestCase):
    def setUp(self):
        document = yaml.safe_load((SOURCES / "compose.yaml").read_text())
        self.service, self.volumes = document["services"]["geminid"], document["volumes"]

    def test_gives_the_container_one_place_to_write_and_no_rights(self):
        self.assertIs(self.service["read_only"], True)
        self.assertEqual(self.service["cap_drop"], ["ALL"])
        self.assertEqual(self.service["volumes"], [f"data:{IMAGE.environment['GEMINID_DATA_DIR']}"])
        self.assertIn("data", self.volumes)

    def test_waits_for_the_drain_and_is_reached_from_this_machine_alone(self):
        self.assertGreater(seconds(self.service["stop_grace_period"]), DRAIN_SECONDS)
        self.assertRegex(self.service["ports"][0], rf"^\$\{{GEMINID_BIND:-127\.0\.0\.1\}}:.*:{IMAGE.ports[0]}$")

    def test_geminid_knows_every_variable(self):
        known = help_text()
        for name, value in self.service["environment"].items():
            self.assertIn(name, known)
            self.assertEqual(value, f"${{{name}:-}}")


class Copyright(unittest.TestCase):
    WEB = "usr/share/geminid/web/"

    def setUp(self):
        self.text = (PACKAGING / "copyright").read_text(encoding="utf-8")
        self.patterns = [p for line in re.findall(r"^Files: (.+)$", self.text, re.M) for p in line.split()]

    def test_tells_of_each_program_and_font_of_the_dashboard_and_of_none_that_is_gone(self):
        named = [pattern.removeprefix(self.WEB) for pattern in self.patterns if pattern.startswith(self.WEB)]
        files = [file.name for file in (SOURCES / "build/web/dist").iterdir() if file.suffix not in (".br", ".gz")]
        for file in (file for file in files if file.endswith((".otf", ".ttf", ".wasm"))):
            self.assertEqual(sum(fnmatch.fnmatch(file, pattern) for pattern in named), 1, file)
        for pattern in named:
            self.assertTrue(fnmatch.filter(files, pattern), pattern)

    def test_holds_the_text_of_each_licence_that_it_names(self):
        headings = re.findall(r"^License: (.+)$", self.text, re.M)
        texts = re.findall(r"^License: (.+)\n ", self.text, re.M)
        named = {name for heading in headings for name in heading.split(" and ")}
        self.assertEqual(named, set(texts))


class Workflows(unittest.TestCase):
    def test_may_no_more_than_they_say_and_pin_the_actions_that_they_use(self):
        files = sorted((SOURCES / ".github" / "workflows").glob("*.yml"))
        self.assertEqual([file.name for file in files], ["ci.yml", "release.yml"])
        for file in files:
            document = yaml.safe_load(file.read_text())
            self.assertEqual(document["permissions"], {"contents": "read"}, file.name)
            for job in document["jobs"].values():
                self.assertIn("timeout-minutes", job)
                for step in job["steps"]:
                    self.assertTrue(("run" in step) != ("uses" in step), step)
                    if "uses" in step:
                        self.assertRegex(step["uses"], r"^actions/[a-z-]+@v\d+$")


if __name__ == "__main__":
    unittest.main()
