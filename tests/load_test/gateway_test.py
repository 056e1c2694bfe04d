"""load_test as a user runs it, against geminid: what it counts is what geminid and the simulator count."""

import json
import pathlib
import signal
import subprocess
import unittest

from loaded_gateway import LOAD_TEST, MODEL, LoadedGateway

MIX = {
    "name": "mix",
    "url": "http://127.0.0.1:1",
    "load": {"connections": 16, "requests": 300},
    "requests": [
        {"name": "whole", "weight": 2, "model": MODEL, "body_bytes": {"min": 300, "max": 3000}},
        {"name": "streamed", "model": MODEL, "stream": True, "chunks": 20, "answer_bytes": 600},
        {"name": "long", "model": MODEL, "stream": True, "body_bytes": 50_000},
    ],
}


class Gateway(unittest.TestCase):
    def setUp(self):
        self.gateway = LoadedGateway(5)
        self.addCleanup(self.gateway.__exit__, None, None, None)
        self.scenario = self.gateway.folder / "scenario.json"
        self.scenario.write_text(json.dumps(MIX))

    def test_every_answer_is_right_and_all_counts_agree(self):
        page = self.gateway.folder / "report.html"
        out, report = self.gateway.load(
            str(self.scenario), "--verify", "--pid", str(self.gateway.pid), "--html", str(page), "--threads", "2"
        )
        self.assertEqual((report["served"], report["failed"], report["errors"]), (300, 0, []))
        self.assertEqual(self.gateway.simulator_counts()[200], 300)
        self.assertEqual((report["keys"]["attempts"], report["keys"]["used"]), (300, 5))
        self.assertEqual(sum(key["attempts"] for key in report["keys"]["keys"]), 300)
        self.assertEqual(report["retries"], {"requests": 300, "tried_again": 0, "attempts_most": 1})
        self.assertEqual(sum(kind["served"] for kind in report["mix"]), 300)
        totals = self.gateway.admin("GET", "stats?window=1h")["totals"]
        self.assertEqual(totals["requests"], 300)
        self.assertEqual(report["tokens"]["prompt"], totals["prompt_tokens"])
        self.assertEqual(report["tokens"]["completion"], totals["completion_tokens"])
        self.assertGreater(report["latency_ms"]["between_chunks"]["count"], 20)
        self.assertGreater(report["server"]["cpu_us_per_request"], 0)
        self.assertGreater(report["server"]["resident_bytes_peak"], 1_000_000)
        self.assertGreater(report["load_test"]["cpu_us_per_request"], 0)
        self.assertIn("requests        300", out)
        self.assertIn("Attempts by key", page.read_text())

    def test_a_retry_behind_the_gateway_is_seen(self):
        self.gateway.add_fault(kind="status", body="overloaded", count=3)
        _, report = self.gateway.load(str(self.scenario), "--requests", "50", "--verify")
        self.assertEqual((report["served"], report["failed"]), (50, 0))
        self.assertEqual(report["keys"]["attempts"], 53)
        self.assertGreaterEqual(report["retries"]["tried_again"], 1)

    def test_what_the_gateway_refuses_is_told_by_kind(self):
        self.gateway.admin("PUT", f"models/{MODEL}", {"rpd": 2})
        _, report = self.gateway.load(str(self.scenario), "--requests", "30", "--fail-if", "errors > 20")
        self.assertEqual((report["served"], report["failed"]), (10, 20))
        self.assertEqual([(error["kind"], error["count"]) for error in report["errors"]], [("http 429", 20)])
        self.assertEqual(report["statuses"], {"200": 10, "429": 20})
        self.assertEqual(report["told_when_to_retry"], 20)

    def test_a_broken_threshold_fails_the_run(self):
        out, report = self.gateway.load(
            str(self.scenario), "--requests", "20", "--fail-if", "p99 > 0ms", "--fail-if", "errors > 0", code=1
        )
        self.assertEqual(len(report["broken_thresholds"]), 1)
        self.assertIn("FAILED: p99 > 0ms: it is ", out)

    def test_ctrl_c_ends_the_run_and_the_report_is_there(self):
        process = self.gateway.begin_load(str(self.scenario), "--rate", "50", "--seconds", "600", "--requests", "1000000")
        progress = process.stderr.readline()  # five seconds after the start
        process.send_signal(signal.SIGINT)
        out, report = self.gateway.end_load(process)
        self.assertRegex(progress, r"^\d+ s  \d+ requests/s")
        self.assertIn("INTERRUPTED", out)
        self.assertTrue(report["interrupted"])
        self.assertGreater(report["served"], 0)
        self.assertEqual(report["failed"], 0)

    def test_flags_win_over_the_file(self):
        _, report = self.gateway.load(str(self.scenario), "--rate", "100", "--seconds", "0.3", "--arrivals", "poisson")
        self.assertEqual(report["load"], "open loop, 100 requests/s at random (Poisson)")
        self.assertLess(report["requests"], 60)


class Usage(unittest.TestCase):
    def refusal(self, *arguments):
        ended = subprocess.run([LOAD_TEST, *arguments], capture_output=True, text=True, timeout=60, env={})
        self.assertEqual(ended.returncode, 2, ended.stderr)
        return ended.stderr

    def test_what_is_wrong_is_said_with_the_name_of_the_field(self):
        plain = ["--url", "http://127.0.0.1:1", "--model", MODEL]
        self.assertIn("--url and --model, or a scenario file, are required", self.refusal())
        self.assertIn("load.seconds or requests or stages is required", self.refusal(*plain, "--connections", "1"))
        self.assertIn(
            "load.connections or rate is required, and only one of them",
            self.refusal(*plain, "--connections", "1", "--rate", "1", "--seconds", "1"),
        )
        self.assertIn("expected METRIC > VALUE", self.refusal(*plain, "--rate", "1", "--seconds", "1", "--fail-if", "p99"))
        self.assertIn("scenario: File does not exist", self.refusal("/nowhere.json"))

    def test_an_admin_api_that_refuses_ends_it_before_the_load(self):
        gateway = LoadedGateway(1)
        self.addCleanup(gateway.__exit__, None, None, None)
        url = f"http://127.0.0.1:{gateway.port}"
        ended = subprocess.run(
            [LOAD_TEST, "--url", url, "--model", MODEL, "--rate", "1", "--seconds", "1", "--admin-token", "wrong"],
            capture_output=True, text=True, timeout=60, env={},
        )
        self.assertEqual(ended.returncode, 1)
        self.assertIn("the admin API answered 401", ended.stderr)
        self.assertNotIn("wrong", ended.stderr)
        self.assertNotIn(200, gateway.simulator_counts())


if __name__ == "__main__":
    unittest.main()
