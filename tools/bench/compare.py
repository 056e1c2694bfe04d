#!/usr/bin/env python3
"""What tools/bench/compare.sh runs: geminid beside the programs that people would use instead, measured in turns."""

import argparse
import json
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

import comparison_table
import contenders
from measuring import BODIES, CHUNKS, Meter
from small_host import ask, chat, free_port, until_it_answers

STREAM_KIND = "stream"
FILES_MAX = 65_536
FILES_BESIDE = 200
START_KEYS = 1000


def say(text):
    print(f"== {text}", flush=True)


class Setup:
    """Where the programs are, and which cores they get: the server one of its own where there are two or more."""

    def __init__(self, options, folder):
        self.folder = folder
        self.geminid, self.load_test, self.stand_in = options.geminid, options.load_test, options.stand_in
        self.proxies, self.portkey, self.node = options.proxies, options.portkey, options.node
        self.upstream = free_port()
        cores = sorted(os.sched_getaffinity(0))
        pinned = options.pin and len(cores) >= 2
        self.server_cores = cores[-1:] if pinned else None
        self.other_cores = cores[:-1] if pinned else None
        self.takes_threads = "--threads" in subprocess.run([self.geminid, "--help"], capture_output=True, text=True).stdout


def raise_file_limit():
    """As far as may be; a stream through a proxy is two files."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(hard, FILES_MAX),) * 2)
    except (OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def middle(cells):
    """The median of each number over the rounds."""
    return {
        key: middle([cell[key] for cell in cells])
        if isinstance(cells[0][key], dict)
        else sum((cell[key] for cell in cells), [])
        if isinstance(cells[0][key], list)
        else statistics.median(cell[key] for cell in cells)
        for key in cells[0]
    }


def in_turns(found, name, rounds, field, measure):
    for number in range(rounds):
        for contender in found:
            cells = found[contender].setdefault(name, {}).setdefault(field, [])
            cell = measure(contender, number)
            if cell:
                cells.append(cell)


def measure_load(meter, taking_part, options):
    """By contender's name and kind of request: the medians; and the rates at which latency was measured."""
    found = {contender: {} for contender in taking_part}
    rates = {}
    for kind in (*BODIES, STREAM_KIND):
        say(f"{kind}: at saturation")

        def saturated(contender, _, kind=kind):
            meter.load(contender, "--connections", "16", "--requests", "200", "--body-bytes", BODIES.get(kind, 1024))
            return meter.saturation(contender, kind, options.seconds)

        in_turns(found, kind, options.rounds, "saturated", saturated)
    reference = next((c for c in taking_part if c.name == "geminid"), taking_part[-1])
    for kind in BODIES:
        rate = statistics.median(cell["requests_per_second"] for cell in found[reference][kind]["saturated"]) / 2
        rates[kind] = rate
        say(f"{kind}: at {rate:.0f} requests a second, half of what {reference.name} can")

        def at_rate(contender, _, kind=kind, rate=rate):
            most = max(cell["requests_per_second"] for cell in found[contender][kind]["saturated"])
            return meter.at_rate(contender, kind, options.seconds, rate) if most > 1.2 * rate else None

        in_turns(found, kind, options.rounds, "at_rate", at_rate)
    say(f"{STREAM_KIND}: {CHUNKS} chunks at a pace")
    in_turns(found, STREAM_KIND, options.rounds, "paced", lambda c, _: meter.paced_streams(c, options.seconds))
    for kinds in found.values():
        for kind in kinds.values():
            for field, cells in kind.items():
                kind[field] = middle(cells) if cells else None
    return {contender.name: kinds for contender, kinds in found.items()}, rates


def measure_memory(meter, taking_part, upstream, counts):
    found = {}
    for contender in taking_part:
        if contender.name == "direct" or contender.surface == "gemini" and isinstance(contender, contenders.Geminid):
            continue  # no server, and a server that is measured already
        say(f"{contender.name}: memory")
        contender.start(upstream)
        found[contender.name] = meter.open_streams(contender, counts)
        contender.stop()
    return found


def measure_idle(setup, upstream, seconds):
    say(f"geminid: idle for {seconds:g} s")
    geminid = contenders.Geminid(setup)
    geminid.start(upstream)
    time.sleep(min(seconds, 10))
    before, began = geminid.process.cpu_s(), time.monotonic()
    time.sleep(seconds)
    share = (geminid.process.cpu_s() - before) / (time.monotonic() - began)
    geminid.stop()
    return {"seconds": seconds, "core_share": share}


def measure_starts(setup, upstream, starts):
    """From exec to the first answer, with the store of a former run; the first start makes that."""
    say(f"geminid: starts with {START_KEYS} keys")
    geminid = contenders.Geminid(setup)
    geminid.keys = START_KEYS
    geminid.start(upstream)
    geminid.stop()
    health, answered = [], []
    for _ in range(starts):
        began = time.monotonic()
        geminid.launch(upstream)
        health.append((time.monotonic() - began) * 1000)
        status, _ = ask(geminid.port, "POST", "/v1/chat/completions", chat("Hello."), contenders.USER_KEY)
        answered.append((time.monotonic() - began) * 1000)
        if status != 200:
            raise SystemExit(f"geminid answers {status} after its start")
        geminid.stop()
    return {"keys": START_KEYS, "health_ms": statistics.median(health), "chat_ms": statistics.median(answered)}


def surroundings(setup, options, taking_part):
    cpu = [line for line in pathlib.Path("/proc/cpuinfo").read_text().split("\n") if line.startswith("model name")]
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "processor": cpu[0].split(":")[1].strip() if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "pinned": setup.server_cores is not None,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "versions": {contender.name: contender.version() for contender in taking_part if contender.version()},
    }


def chosen(setup, only):
    names = {contender.name for contender in contenders.ALL}
    unknown = set(only) - names
    if unknown:
        raise SystemExit(f"--only: unknown {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
    return [contender(setup) for contender in contenders.ALL if not only or contender.name in only]


def compare(options, folder):
    setup = Setup(options, folder)
    most = (raise_file_limit() - FILES_BESIDE) // 2
    counts = sorted({min(count, most) for count in options.streams})
    if counts[-1] < options.streams[-1]:
        say(f"open files are limited here: {most:,} streams instead of {options.streams[-1]:,}")
    stand_in = contenders.Process([setup.stand_in, setup.upstream], folder, setup.other_cores)
    taking_part, notes = [], []
    result = {}
    try:
        stand_in.until_it_answers(setup.upstream, "/")
        meter = Meter(setup, stand_in)
        for contender in chosen(setup, options.only):
            if not contender.missing:
                contender.start(setup.upstream)
            if contender.missing:
                notes.append(f"{contender.name}: {contender.missing}")
                contender.stop()
                continue
            taking_part.append(contender)
            meter.verify(contender)
        result["about"] = surroundings(setup, options, taking_part)
        result["load"], result["rates"] = measure_load(meter, taking_part, options)
        for contender in taking_part:
            contender.stop()
        result["memory"] = measure_memory(meter, taking_part, setup.upstream, counts)
        if any(contender.name == "geminid" for contender in taking_part) and not options.no_idle:
            result["idle"] = measure_idle(setup, setup.upstream, options.idle)
            result["start"] = measure_starts(setup, setup.upstream, options.starts)
    finally:
        for contender in taking_part:
            contender.stop()
        stand_in.stop()
    result["notes"] = notes
    result["bars"] = comparison_table.bars(result)
    return result


def parse_options():
    parser = argparse.ArgumentParser(prog="compare.sh", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of a second each, 1,000 streams: a minute or two")
    parser.add_argument("--rounds", type=int, default=5, help="turns; each figure is the median (default: 5)")
    parser.add_argument("--seconds", type=float, default=4, help="of each measurement (default: 4)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="of those compared; may be repeated")
    parser.add_argument("--streams", type=int, action="append", metavar="N", help="to hold open; 1000 and 10000 unless given")
    parser.add_argument("--no-pin", dest="pin", action="store_false", help="let the scheduler choose the cores")
    parser.add_argument("--no-idle", action="store_true", help="leave out geminid's idle processor time and its starts")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all figures")
    parser.add_argument("--markdown", type=pathlib.Path, metavar="FILE", help="write the tables")
    for program in ("geminid", "load-test", "stand-in", "proxies", "portkey", "node"):
        parser.add_argument(f"--{program}", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.streams = sorted(options.streams or [1000, 10_000])
    options.idle, options.starts = 40.0, 7
    if options.quick:
        options.rounds, options.seconds, options.streams, options.idle, options.starts = 1, 1.0, [1000], 5.0, 3
    return options


def main():
    options = parse_options()
    work = pathlib.Path("build/bench").resolve()
    work.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=work))
    try:
        result = compare(options, folder)
    finally:
        shutil.rmtree(folder)
    text = comparison_table.markdown(result)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    if options.markdown:
        options.markdown.write_text(text + "\n")


if __name__ == "__main__":
    main()
