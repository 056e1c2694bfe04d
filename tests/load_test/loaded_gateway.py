"""A geminid with a simulator behind it, and load_test in front. Only the standard library."""

import json
import os
import pathlib
import subprocess

from programs import Host

LOAD_TEST = os.environ["LOAD_TEST_BIN"]
MODEL = "gemini-2.5-flash"
USER_KEY = "sk-load-test-0123456789"
TOKEN = "LoadTestersOwnToken-5d1c"


class LoadedGateway(Host):
    def __init__(self, keys, *simulator_arguments):
        super().__init__()
        names = [f"load-test-key-{number:06}" for number in range(keys)]
        self.start_simulator(names, *simulator_arguments)
        self.start(GEMINI_API_KEYS=",".join(names), GEMINID_USER_KEYS=USER_KEY, GEMINID_ADMIN_TOKEN=TOKEN)
        self.report = self.folder / "report.json"

    def admin(self, method, path, body=None):
        answer = self.request(method, f"/admin/api/{path}", body, {"authorization": f"Bearer {TOKEN}"})
        assert answer.status < 300, answer.body
        return answer.document

    def simulator_counts(self):
        """What the simulator answered to requests for content, by status."""
        counts = {}
        for row in self.simulator_stats()["requests"]:
            if row["method"] in ("generateContent", "streamGenerateContent"):
                counts[row["status"]] = counts.get(row["status"], 0) + row["count"]
        return counts

    def begin_load(self, *arguments):
        """The process; its standard output and error are pipes."""
        return subprocess.Popen(
            [LOAD_TEST, *arguments, "--url", f"http://127.0.0.1:{self.port}", "--json", str(self.report)],
            env={"GEMINID_USER_KEYS": USER_KEY, "GEMINID_ADMIN_TOKEN": TOKEN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end_load(self, process, code=0):
        """What it printed, and its report."""
        out, err = process.communicate(timeout=200)
        assert process.returncode == code, f"exit code {process.returncode}: {out}{err}"
        return out, json.loads(pathlib.Path(self.report).read_text())

    def load(self, *arguments, code=0):
        return self.end_load(self.begin_load(*arguments), code)
