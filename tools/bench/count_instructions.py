#!/usr/bin/env python3
"""What tools/bench/count_instructions.sh runs: geminid under callgrind, N requests and then twice as many."""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

import contenders
from measuring import STREAM, Meter
from small_host import free_port

STORED = pathlib.Path(__file__).with_name("instructions.json")
# Kinds of requests, and how many at first: with twice as many, what begins and ends a load is the same.
KINDS = {
    "chat, 1 KB": (400, ("--body-bytes", "1024")),
    "chat, 100 KB": (100, ("--body-bytes", "102400")),
    "stream of 32 chunks": (100, (*STREAM, "--pace-ms", "5")),
}
CONNECTIONS = 4

# Whose a function is, by what stands in its line; the first that fits. Files of what is inlined tell its own.
COMPONENTS = (
    ("RocksDB", r"rocksdb|librocksdb|geminid::store::.*Rocks"),
    ("cryptography", r"libcrypto|geminid::store::"),
    ("log", r"spdlog|geminid::log::|libfmt|fmt::v"),
    ("records as JSON (nlohmann)", r"nlohmann|geminid::dto::"),
    ("translation (with simdjson)", r"geminid::translate::|simdjson|json_text"),
    ("HTTP server", r"geminid::http::|beast"),
    ("upstream client", r"geminid::upstream::"),
    ("CAF's messages", r"libcaf|caf::|geminid::actors::ask|ReplyPort|AsioScheduler"),
    ("actors and policy", r"geminid::actors::|geminid::policy::"),
    ("the gateway's story of a request", r"geminid::gateway::"),
    ("Asio", r"boost::asio|boost/asio"),
    ("memory: malloc, free", r"malloc|operator new|operator delete|arena\.c"),
    ("copying and comparing (libc, libstdc++)", r"libc\.so|libstdc\+\+|sysdeps|/c\+\+/|/bits/"),
)


class Callgrind(contenders.Geminid):
    """geminid as it is compared, but counted."""

    name = "geminid under callgrind"

    def run(self, command, path="/", **environment):
        self.out = self.folder / "callgrind.out"
        valgrind = [shutil.which("valgrind"), "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={self.out}"]
        super().run(valgrind + command, path, **environment)
        self.dumps = 0

    def control(self, *arguments):
        subprocess.run(
            ["callgrind_control", *arguments, str(self.process.process.pid)], check=True, capture_output=True, timeout=120
        )

    def count(self, load):
        """Instructions during `load`, and the dump that holds them."""
        self.control("--zero")
        load()
        time.sleep(0.5)  # what is written behind the last requests
        self.control("--dump")
        self.dumps += 1
        dump = self.out.with_name(f"{self.out.name}.{self.dumps}")
        deadline = time.monotonic() + 60
        while not (found := re.search(r"^totals: (\d+)", dump.read_text() if dump.exists() else "", re.M)):
            if time.monotonic() > deadline:
                raise SystemExit("callgrind wrote no dump")
            time.sleep(0.1)
        return int(found[1]), dump


class Setup:
    """As compare.py's; nothing is pinned, for nothing is timed."""

    server_cores = other_cores = None

    def __init__(self, options, folder):
        self.folder = folder
        self.geminid, self.load_test = options.geminid, options.load_test
        self.upstream = free_port()
        self.takes_threads = "--threads" in subprocess.run([self.geminid, "--help"], capture_output=True, text=True).stdout


def component_of(line):
    return next((name for name, pattern in COMPONENTS if re.search(pattern, line)), "other")


def shares(dump):
    """By component, of what callgrind counted in functions themselves."""
    text = subprocess.run(
        ["callgrind_annotate", "--threshold=100", "--auto=no", dump], capture_output=True, text=True, check=True
    ).stdout
    found = {}
    for count, line in re.findall(r"^ *([\d,]+) \([ \d.]+%\)  (.*)$", text, re.M):
        if line.startswith("PROGRAM TOTALS"):
            continue
        name = component_of(line)
        found[name] = found.get(name, 0) + int(count.replace(",", ""))
    whole = sum(found.values())
    return {name: count / whole for name, count in sorted(found.items(), key=lambda item: -item[1])}


def measure(options, folder):
    """By kind: instructions a request, and the shares."""
    setup = Setup(options, folder)
    stand_in = contenders.Process([options.stand_in, setup.upstream], folder, None)
    geminid = Callgrind(setup)
    found = {}
    try:
        stand_in.until_it_answers(setup.upstream, "/")
        meter = Meter(setup, stand_in)
        geminid.start(setup.upstream)
        for _, kind in KINDS.values():
            meter.load(geminid, "--connections", CONNECTIONS, "--requests", 50, *kind)  # caches and buckets are made
        geminid.control("--instr=on")
        for name, (count, kind) in KINDS.items():

            def load(requests, kind=kind):
                report = meter.load(geminid, "--connections", CONNECTIONS, "--requests", requests, *kind)
                if report["served"] != requests:
                    raise SystemExit(f"{report['served']} of {requests} were served: {report['errors']}")

            once, _ = geminid.count(lambda: load(count))
            twice, dump = geminid.count(lambda: load(2 * count))
            found[name] = {"instructions": (twice - once) // count, "shares": shares(dump) if options.profile else None}
    finally:
        geminid.stop()
        stand_in.stop()
    return found


def report(found, stored):
    print(f"{'instructions a request':24}{'now':>14}{'stored':>14}{'change':>10}")
    for name, row in found.items():
        before = stored.get(name)
        change = f"{(row['instructions'] / before - 1) * 100:+.1f} %" if before else "–"
        print(f"{name:24}{row['instructions']:>14,}{f'{before:,}' if before else '–':>14}{change:>10}")
    for name, row in found.items():
        if row["shares"]:
            print(f"\n{name}: whose they are")
            for component, share in row["shares"].items():
                print(f"  {component:42}{share * 100:6.1f} %{share * row['instructions']:>12,.0f}")


def main():
    parser = argparse.ArgumentParser(prog="count_instructions.sh", description=__doc__)
    parser.add_argument("--store", action="store_true", help="make these figures the stored ones")
    parser.add_argument("--profile", action="store_true", help="also tell whose the instructions are")
    for program in ("geminid", "load-test", "stand-in"):
        parser.add_argument(f"--{program}", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    work = pathlib.Path("build/bench").resolve()
    work.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="count-", dir=work))
    try:
        found = measure(options, folder)
    finally:
        shutil.rmtree(folder)
    stored = json.loads(STORED.read_text()) if STORED.exists() else {}
    report(found, stored.get("instructions", {}))
    if options.store:
        version = subprocess.run([options.geminid, "--version"], capture_output=True, text=True).stdout.strip()
        document = {
            "date": time.strftime("%Y-%m-%d"),
            "geminid": version,
            "instructions": {name: row["instructions"] for name, row in found.items()},
        }
        STORED.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
