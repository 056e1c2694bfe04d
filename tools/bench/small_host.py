#!/usr/bin/env python3
"""What tools/measure_small_host.sh measures: geminid in a cgroup, the simulator and the clients outside of it."""

import argparse
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time

PERIOD_US = 100_000
MEMORY_BYTES = 512 * 1024 * 1024
KEYS = [f"AIzaSmallHostKey-{n:022d}" for n in range(20)]
USER_KEY = "sk-small-host-user-key"
TOKEN = "small-host-admin-token"
STREAMS = 50
PATIENCE_S = 120


class Cgroup:
    """A share of a core, and a limit of memory where a controller of it is at hand."""

    def __init__(self, share):
        name = f"geminid-small-{os.getpid()}"
        root = pathlib.Path("/sys/fs/cgroup")
        self.folders = []
        self.has_memory = True
        if (root / "cgroup.controllers").exists():
            (root / "cgroup.subtree_control").write_text("+cpu +memory")
            self._make(root / name, {"cpu.max": f"{int(share * PERIOD_US)} {PERIOD_US}", "memory.max": MEMORY_BYTES})
            return
        cpu = {"cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": int(share * PERIOD_US)}
        self._make(root / "cpu" / name, cpu)
        self.has_memory = (root / "memory" / "memory.limit_in_bytes").exists()
        if self.has_memory:
            self._make(root / "memory" / name, {"memory.limit_in_bytes": MEMORY_BYTES})

    def _make(self, folder, limits):
        folder.mkdir()
        self.folders.append(folder)
        for file, value in limits.items():
            (folder / file).write_text(str(value))

    def enter(self):
        """In the process that shall be limited."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(os.getpid()))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for folder in self.folders:
            folder.rmdir()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def ask(port, method, path, body=None, token=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data


def until_it_answers(port, process):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("geminid ended at its start")
        try:
            if ask(port, "GET", "/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.002)
    raise SystemExit("geminid does not answer")


def chat(content, stream=False):
    return {"model": "gemini-2.5-flash", "stream": stream, "messages": [{"role": "user", "content": content}]}


class Geminid:
    def __init__(self, program, cgroup, folder, upstream, environment=None):
        self.port = free_port()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [program, "--host", "127.0.0.1", "--port", str(self.port), "--data-dir", str(folder / "data")],
            env={
                "GEMINI_BASE_URL": f"http://127.0.0.1:{upstream}",
                "GEMINI_API_KEYS": ",".join(KEYS),
                "GEMINID_USER_KEYS": USER_KEY,
                "GEMINID_ADMIN_PASSWORD": "small-host-password",
                "GEMINID_ADMIN_TOKEN": TOKEN,
                "GEMINID_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
                **(environment or {}),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=cgroup.enter,
        )

    def since_exec_ms(self):
        return (time.monotonic() - self.began) * 1000

    def rss_mb(self, field="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise SystemExit(f"no {field}")

    def cpu_ms(self):
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def stop(self):
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(timeout=PATIENCE_S) != 0:
            raise SystemExit("geminid did not end well")
        return (time.monotonic() - began) * 1000


class Table:
    def __init__(self, title):
        print(f"\n| {title} | median | least | most |\n| --- | --- | --- | --- |", flush=True)

    @staticmethod
    def row(name, values, unit, digits=0):
        numbers = [f"{number:.{digits}f} {unit}" for number in (statistics.median(values), min(values), max(values))]
        print(f"| {name} | " + " | ".join(numbers) + " |", flush=True)


def measure_starts(program, cgroup, upstream, starts, kept):
    """`kept`: with the store of a former run; else each start is the first one, as on a host without a disk."""
    found = {"health": [], "chat": [], "cpu": [], "stop": []}
    folder = pathlib.Path(tempfile.mkdtemp(prefix="geminid-small-"))
    try:
        for number in range(starts + kept):
            if not kept:
                shutil.rmtree(folder / "data", ignore_errors=True)
            geminid = Geminid(program, cgroup, folder, upstream)
            until_it_answers(geminid.port, geminid.process)
            health, cpu = geminid.since_exec_ms(), geminid.cpu_ms()
            status, body = ask(geminid.port, "POST", "/v1/chat/completions", chat("Hello."), USER_KEY)
            answered = geminid.since_exec_ms()
            if status != 200:
                raise SystemExit(f"chat: {status} {body!r}")
            stopped = geminid.stop()
            if kept and number == 0:
                continue  # it made the store
            for name, value in (("health", health), ("chat", answered), ("cpu", cpu), ("stop", stopped)):
                found[name].append(value)
    finally:
        shutil.rmtree(folder)
    Table(f"{starts} starts {'with the store of a former run' if kept else 'with an empty data directory'}")
    Table.row("exec to the first answer of /health", found["health"], "ms")
    Table.row("exec to the first chat answer", found["chat"], "ms")
    Table.row("processor time until /health answers", found["cpu"], "ms", 1)
    Table.row("SIGTERM to the end, nothing running", found["stop"], "ms")


class Streams:
    def __init__(self, geminid):
        self.geminid = geminid
        self.first_ms = []
        self.whole = 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._read) for _ in range(STREAMS)]
        for thread in self.threads:
            thread.start()

    def _read(self):
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.geminid.port, timeout=PATIENCE_S)
        body = json.dumps(chat("[[tokens=400]] [[chunks=40]] [[pace=500]]", stream=True))
        headers = {"content-type": "application/json", "authorization": f"Bearer {USER_KEY}"}
        connection.request("POST", "/v1/chat/completions", body, headers)
        answer = connection.getresponse()
        first = None
        text = b""
        while piece := answer.read1(65536):
            first = first or (time.monotonic() - began) * 1000
            text += piece
        with self.lock:
            self.first_ms.append(first)
            self.whole += text.endswith(b"data: [DONE]\n\n")

    def join(self):
        for thread in self.threads:
            thread.join()


def measure_serving(program, cgroup, upstream):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="geminid-small-"))
    try:
        geminid = Geminid(program, cgroup, folder, upstream)
        until_it_answers(geminid.port, geminid.process)
        ask(geminid.port, "PATCH", "/admin/api/settings", {"keep_alive": {"interval_minutes": 1}}, TOKEN)
        ask(geminid.port, "POST", "/v1/chat/completions", chat("Hello."), USER_KEY)
        time.sleep(5)
        before = geminid.cpu_ms()
        time.sleep(10)
        idle_mb, idle_percent = geminid.rss_mb(), (geminid.cpu_ms() - before) / 100

        streams = Streams(geminid)
        time.sleep(8)
        before, loaded_mb = geminid.cpu_ms(), []
        for _ in range(5):
            loaded_mb.append(geminid.rss_mb())
            time.sleep(1)
        loaded_percent = (geminid.cpu_ms() - before) / 50
        streams.join()

        health_ms, codes = [], []
        for _ in range(5):
            began = time.monotonic()
            done = subprocess.run(
                [program, "health", "--host", "127.0.0.1", "--port", str(geminid.port)], env={}, preexec_fn=cgroup.enter
            )
            health_ms.append((time.monotonic() - began) * 1000)
            codes.append(done.returncode)
            time.sleep(1)  # as health checks have pauses, in which quota grows

        deadline, keep_alive = time.monotonic() + 90, None
        while time.monotonic() < deadline and not keep_alive:
            document = json.loads(ask(geminid.port, "GET", "/admin/api/system", token=TOKEN)[1])
            keep_alive = document.get("keep_alive") if (document.get("keep_alive") or {}).get("last") else None
            time.sleep(1)
        peak_mb = geminid.rss_mb("VmHWM")
        geminid.stop()
    finally:
        shutil.rmtree(folder)
    print("\n| serving | |\n| --- | --- |")
    print(f"| resident, idle | {idle_mb:.0f} MB |")
    print(f"| processor, idle | {idle_percent:.2f} % of a core |")
    print(f"| resident, {STREAMS} open streams | {statistics.median(loaded_mb):.0f} MB |")
    print(f"| processor, {STREAMS} streams of 2 events a second each | {loaded_percent:.1f} % of a core |")
    print(f"| streams that came whole | {streams.whole} of {STREAMS} |")
    firsts = sorted(streams.first_ms)
    print(f"| first event of a stream, all {STREAMS} begun at once | median {firsts[len(firsts) // 2]:.0f} ms, "
          f"last {firsts[-1]:.0f} ms |")  # fmt: skip
    print(f"| resident at most | {peak_mb:.0f} MB |")
    print(f"| geminid health beside it | {statistics.median(health_ms):.0f} ms, exit codes {sorted(set(codes))} |")
    print(f"| keep-alive asked its public address | {json.dumps(keep_alive)} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("geminid")
    parser.add_argument("simulator")
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--share", type=float, default=0.1, help="of a core")
    options = parser.parse_args()
    upstream = free_port()
    simulator = subprocess.Popen(
        [options.simulator, "--port", str(upstream), "--keys", ",".join(KEYS)], stdout=subprocess.DEVNULL
    )
    try:
        with Cgroup(options.share) as cgroup:
            memory = "512 MB" if cgroup.has_memory else "no limit of memory: no controller"
            print(f"{options.share:g} of a core, {memory}, {len(KEYS)} keys, {time.strftime('%Y-%m-%d')}")
            measure_starts(options.geminid, cgroup, upstream, options.starts, kept=False)
            measure_starts(options.geminid, cgroup, upstream, options.starts, kept=True)
            measure_serving(options.geminid, cgroup, upstream)
    finally:
        simulator.kill()
        simulator.wait()


if __name__ == "__main__":
    main()
