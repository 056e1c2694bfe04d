"""One measurement of tools/bench/compare.sh: load_test puts load on one server, the operating system's accounts tell the cost."""

import http.client
import json
import os
import pathlib
import signal
import statistics
import subprocess
import time

from contenders import MODEL, USER_KEY

CONNECTIONS = 64
STREAMS = 64
CHUNKS = 32
PACE_MS = 5
OPEN_PACE_MS = 5000
OPEN_PATIENCE_S = 120

BODIES = {"1 KB": 1024, "100 KB": 102_400}
STREAM = ("--stream", "--body-bytes", "1024", "--chunks", str(CHUNKS))


class Machine:
    """How much of it others used meanwhile."""

    @staticmethod
    def busy_s():
        fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")  # but idle and waiting for a disk


class Meter:
    def __init__(self, setup, stand_in):
        self.setup = setup
        self.stand_in = stand_in

    def load(self, contender, *arguments):
        """The report of load_test."""
        command = self._command(contender, *arguments, "--json", "-")
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=self._pin)
        if not done.stdout:
            raise SystemExit(f"load_test failed on {contender.name}: {done.stderr}")
        return json.loads(done.stdout)

    def _command(self, contender, *arguments):
        headers = [part for header in contender.headers for part in ("--header", header)]
        base = ["--url", f"http://127.0.0.1:{contender.port}", "--surface", contender.surface, "--model", MODEL]
        return [self.setup.load_test, *base, "--key", USER_KEY, "--quiet", *headers, *map(str, arguments)]

    def _pin(self):
        if self.setup.other_cores:
            os.sched_setaffinity(0, self.setup.other_cores)

    def verify(self, contender):
        """Before anything is measured: that each kind is answered as it must be."""
        for kind in (("--body-bytes", "1024"), ("--body-bytes", "102400"), (*STREAM, "--pace-ms", "1")):
            report = self.load(contender, "--verify", "--expect", "answer", "--connections", "4", "--requests", "20", *kind)
            wrong = self.failures(contender, report)
            if wrong:
                raise SystemExit(f"{contender.name} answers wrongly to {' '.join(kind)}: {wrong}")

    @staticmethod
    def failures(contender, report):
        return [error for error in report["errors"] if error["kind"] not in contender.tolerated]

    def measure(self, contender, seconds, *arguments):
        """`arguments` say the load. CPU includes what the server does a moment later on its own."""
        process = contender.process or self.stand_in
        machine, own, stand_in, began = Machine.busy_s(), process.cpu_s(), self.stand_in.cpu_s(), time.monotonic()
        report = self.load(contender, "--seconds", seconds, *arguments)
        took = time.monotonic() - began
        own = process.cpu_s() - own
        accounted = own + report["load_test"]["cpu_seconds"]
        if contender.process:
            accounted += self.stand_in.cpu_s() - stand_in
        requests = max(report["requests"], 1)
        return {
            "requests_per_second": report["requests_per_second"],
            "requests": report["requests"],
            "chunks": report["chunks"],
            "failures": self.failures(contender, report),
            "cpu_us": own / requests * 1e6,
            "core_share": own / took,
            "others_share": max(Machine.busy_s() - machine - accounted, 0) / took / os.cpu_count(),
            "latency_ms": {name: report["latency_ms"][name] for name in ("first_byte", "total")},
        }

    def saturation(self, contender, kind, seconds):
        body = ("--body-bytes", BODIES[kind]) if kind in BODIES else STREAM
        return self.measure(contender, seconds, "--connections", CONNECTIONS, *body)

    def at_rate(self, contender, kind, seconds, rate):
        body = ("--body-bytes", BODIES[kind])
        return self.measure(contender, seconds, "--rate", f"{rate:.0f}", "--drain", 5, "--in-flight-max", 2000, *body)

    def paced_streams(self, contender, seconds):
        return self.measure(contender, seconds, "--connections", STREAMS, *STREAM, "--pace-ms", PACE_MS)

    def open_streams(self, contender, counts):
        """Resident bytes of the server: idle, and while it holds that many streams; null where it could not hold them."""
        time.sleep(2)
        found = {"idle": contender.process.resident_bytes(), "held": []}
        loads, held = [], 0
        try:
            for count in counts:
                more = count - held
                arguments = ("--stream", "--chunks", "1000", "--pace-ms", OPEN_PACE_MS, "--connections", more)
                # At the end it is stopped; a stream is longer than all of this.
                command = self._command(contender, *arguments, "--seconds", "3600", "--ramp", max(more / 1000, 0.5))
                loads.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
                if not self._are_open(count):
                    found["held"].append({"streams": count, "bytes": None})
                    break
                held = count
                time.sleep(1)
                samples = []
                for _ in range(5):
                    samples.append(contender.process.resident_bytes())
                    time.sleep(0.4)
                found["held"].append({"streams": count, "bytes": statistics.median(samples)})
        finally:
            for load in loads:
                load.send_signal(signal.SIGKILL)
                load.wait()
        return found

    def _are_open(self, count):
        deadline = time.monotonic() + OPEN_PATIENCE_S
        while self._opened() < count:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return True

    def _opened(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.setup.upstream, timeout=30)
        connection.request("GET", "/open-streams")
        opened = int(connection.getresponse().read())
        connection.close()
        return opened
