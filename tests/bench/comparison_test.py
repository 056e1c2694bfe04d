#!/usr/bin/env python3
"""The comparison of servers: it measures what is there, and its verdicts are of the figures. Nothing here is held to a time."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BENCH = pathlib.Path(os.environ["GEMINID_BENCH"])
sys.path.insert(0, str(BENCH))
import comparison_table  # noqa: E402


def cell(cpu_us, p50=1.0, p99=2.0):
    return {"cpu_us": cpu_us, "latency_ms": {"total": {"p50": p50, "p99": p99}}}


def load(one_kb, hundred_kb, stream):
    found = {kind: {"saturated": cell(cpu), "at_rate": cell(2 * cpu)} for kind, cpu in (("1 KB", one_kb), ("100 KB", hundred_kb))}
    return {**found, "stream": {"saturated": cell(stream), "paced": cell(stream)}}


class BarsTest(unittest.TestCase):
    def found(self, result):
        return {bar["what"]: (bar["found"], bar["met"]) for bar in comparison_table.bars(result)}

    def test_a_bar_is_met_up_to_its_figure(self):
        bars = self.found({"load": {"nginx": load(10, 20, 32), "geminid": load(15, 45, 32)}})
        self.assertEqual(bars["CPU a request, 1 KB, against nginx, at saturation"], (1.5, True))
        self.assertEqual(bars["CPU a request, 1 KB, against nginx, at the same rate"], (1.5, True))
        self.assertEqual(bars["CPU a request, 100 KB, against nginx, at saturation"], (2.25, False))
        self.assertEqual(bars["CPU a stream's chunk, against nginx"], (1.0, True))

    def test_portkey_must_be_so_many_times_dearer(self):
        bars = self.found({"load": {"Portkey": load(499, 5000, 5000), "geminid": load(10, 100, 100)}})
        self.assertEqual(bars["Portkey's CPU against geminid's, 1 KB"], (49.9, False))
        self.assertEqual(bars["Portkey's CPU against geminid's, 100 KB"], (50.0, True))

    def test_what_was_not_measured_is_neither_met_nor_missed(self):
        for found in self.found({"load": {"geminid": load(10, 20, 30)}}).values():
            self.assertEqual(found, (None, None))

    def test_a_stream_takes_what_all_of_them_add(self):
        megabyte = 1024 * 1024
        held = [{"streams": 1000, "bytes": 50 * megabyte}, {"streams": 9900, "bytes": 20 * megabyte + 9900 * 20 * 1024}]
        bars = self.found({"load": {}, "memory": {"geminid": {"idle": 20 * megabyte, "held": held}}})
        self.assertEqual(bars["memory a stream, 9,900 open"], (20.0, True))
        self.assertEqual(bars["resident memory, idle, 10 keys"], (20.0, True))


class ComparisonTest(unittest.TestCase):
    def test_geminid_is_measured_beside_nginx(self):
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report.json")
            only = [part for name in ("direct", "nginx", "geminid") for part in ("--only", name)]
            programs = [f"--{name}={os.environ[variable]}" for name, variable in (
                ("geminid", "GEMINID_BIN"), ("load-test", "LOAD_TEST_BIN"), ("stand-in", "STAND_IN_BIN"),
                ("proxies", "GEMINID_PROXIES"))]  # fmt: skip
            done = subprocess.run(
                [sys.executable, str(BENCH / "compare.py"), *programs, *only, "--rounds=1", "--seconds=0.3", "--streams=20",
                 "--no-idle", f"--json={report}"],
                capture_output=True, text=True, cwd=folder, timeout=250,
            )  # fmt: skip
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            result = json.loads(report.read_text())
        self.assertEqual(set(result["load"]), {"direct", "nginx", "geminid"})
        for name in ("nginx", "geminid"):
            for kind, field in (("1 KB", "saturated"), ("100 KB", "saturated"), ("stream", "saturated"), ("stream", "paced")):
                cell = result["load"][name][kind][field]
                self.assertGreater(cell["cpu_us"], 0, (name, kind, field))
                self.assertEqual(cell["failures"], [], (name, kind, field))
            self.assertGreater(result["memory"][name]["held"][0]["bytes"], 0)
        self.assertIn("| geminid |", done.stdout)


if __name__ == "__main__":
    unittest.main()
