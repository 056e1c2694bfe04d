"""The figures of tools/bench/compare.sh as tables, and whether the bars are met."""

from measuring import BODIES, CHUNKS, PACE_MS, STREAMS

KB = 1024
MB = 1024 * 1024
STREAM_KIND = "stream"

# What is wanted of geminid: name, the bar, the goal where there is one, unit, how to find it in the result.
CPU_TIMES = {"1 KB": (1.5, 1.3), "100 KB": (2.2, 2.0)}
CHUNK_TIMES = (1.3, 1.0)
PORTKEY_TIMES = 50
ADDED_P50_MS = 0.15
ADDED_P99_MS = 1.0
THREADS_TIMES = 1.15
IDLE_MB = 30
STREAM_KB = 20
STREAMS_LEAST = 9_000  # that many stand for 10,000 where open files are limited
START_MS = 300
IDLE_SHARE = 0.001


def _find(result, *path):
    for name in path:
        result = result.get(name) if isinstance(result, dict) else None
    return result


def _cpu(result, name, kind):
    """Microseconds a request at the common rate; of a stream a chunk."""
    if kind == STREAM_KIND:
        found = _find(result, "load", name, kind, "paced", "cpu_us")
        return found / CHUNKS if found is not None else None
    return _find(result, "load", name, kind, "at_rate", "cpu_us")


def _ratio(a, b):
    return a / b if a is not None and b else None


def _latency(result, name, kind, percentile):
    return _find(result, "load", name, kind, "at_rate", "latency_ms", "total", percentile)


def _above(result, kind, percentile):
    own, floor = (_latency(result, name, kind, percentile) for name in ("geminid", "nginx"))
    return own - floor if own is not None and floor is not None else None


def _a_stream_kb(memory, held):
    return (held["bytes"] - memory["idle"]) / held["streams"] / KB if held["bytes"] is not None else None


def _most_streams(result):
    """How many, and what each takes of geminid; nothing where there were not nearly enough."""
    memory = _find(result, "memory", "geminid")
    held = memory["held"][-1] if memory else None
    if not held or held["streams"] < STREAMS_LEAST:
        return 10_000, None
    return held["streams"], _a_stream_kb(memory, held)


def bars(result):
    """[{what, bar, goal, found, met}]; without a figure `found` and `met` are null."""
    rows = []

    def row(what, unit, found, most=None, goal=None, least=None):
        met = None if found is None else found <= most if least is None else found >= least
        rows.append({"what": what, "unit": unit, "most": most, "least": least, "goal": goal, "found": found, "met": met})

    for kind, (most, goal) in CPU_TIMES.items():
        for field, load in (("at_rate", "at the same rate"), ("saturated", "at saturation")):
            own, floor = (_find(result, "load", name, kind, field, "cpu_us") for name in ("geminid", "nginx"))
            row(f"CPU a request, {kind}, against nginx, {load}", "×", _ratio(own, floor), most, goal)
    ratio = _ratio(_cpu(result, "geminid", STREAM_KIND), _cpu(result, "nginx", STREAM_KIND))
    row("CPU a stream's chunk, against nginx", "×", ratio, *CHUNK_TIMES)
    for kind in (*BODIES, STREAM_KIND):
        field = "paced" if kind == STREAM_KIND else "saturated"
        portkey, own = (_find(result, "load", name, kind, field, "cpu_us") for name in ("Portkey", "geminid"))
        row(f"Portkey's CPU against geminid's, {kind}", "×", _ratio(portkey, own), least=PORTKEY_TIMES)
    for kind in BODIES:
        row(f"latency above nginx's, {kind}, p50", "ms", _above(result, kind, "p50"), ADDED_P50_MS)
        row(f"latency above nginx's, {kind}, p99", "ms", _above(result, kind, "p99"), ADDED_P99_MS)
    one, two = (_find(result, "load", name, "1 KB", "saturated", "cpu_us") for name in ("geminid", "geminid, 2 threads"))
    row("CPU a request, 1 KB, two threads against one", "×", _ratio(two, one), THREADS_TIMES)
    idle = _find(result, "memory", "geminid", "idle")
    row("resident memory, idle, 10 keys", "MB", idle / MB if idle else None, IDLE_MB)
    count, kb = _most_streams(result)
    row(f"memory a stream, {count:,} open", "KB", kb, STREAM_KB)
    row("first answer after exec, 1,000 stored keys", "ms", _find(result, "start", "health_ms"), START_MS)
    share = _find(result, "idle", "core_share")
    row("processor, idle", "% of a core", share * 100 if share is not None else None, IDLE_SHARE * 100)
    return rows


def _number(value, digits=1, suffix=""):
    return "–" if value is None else f"{value:,.{digits}f}{suffix}"


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def _times(result, name, kind):
    own = _cpu(result, name, kind)
    return _number(own, suffix=" µs") + (
        "" if name == "nginx" or own is None else f" ({_number(_ratio(own, _cpu(result, 'nginx', kind)), 2)} ×)"
    )


def _cpu_rows(result, names):
    for name in names:
        yield [name, *(_times(result, name, kind) for kind in (*BODIES, STREAM_KIND))]


def _saturation_rows(result, names):
    for name in names:
        row = [name]
        for kind in (*BODIES, STREAM_KIND):
            cell = _find(result, "load", name, kind, "saturated") or {}
            row.append(_number(cell.get("requests_per_second"), 0))
            row.append(_number(cell.get("cpu_us"), suffix=" µs") if name != "direct" else "–")
            share = cell.get("core_share")
            row.append(_number(share * 100 if share is not None and name != "direct" else None, 0, " %"))
        yield row


def _latency_rows(result, names):
    for name in names:
        row = [name]
        for kind in BODIES:
            for percentile in ("p50", "p99"):
                own, base = (_latency(result, who, kind, percentile) for who in (name, "direct"))
                added = None if own is None or base is None else (own - base) * 1000
                row.append(_number(own * 1000 if own is not None else None, 0, " µs"))
                row.append(_number(added, 0, " µs") if name != "direct" else "–")
        yield row


def _memory_rows(result, counts):
    for name, found in result["memory"].items():
        row = [name, _number(found["idle"] / MB, 1, " MB")]
        held_by_count = {held["streams"]: held for held in found["held"]}
        for count in counts:
            held = held_by_count.get(count, {"streams": count, "bytes": None})
            row.append(_number(held["bytes"] / MB if held["bytes"] is not None else None, 0, " MB"))
            row.append(_number(_a_stream_kb(found, held), 1, " KB"))
        yield row


def _bar_rows(result):
    for bar in result["bars"]:
        wanted = f"at least {bar['least']:g}" if bar["least"] else f"at most {bar['most']:g}"
        goal = f", goal {bar['goal']:g}" if bar["goal"] else ""
        met = {None: "not measured", True: "yes", False: "**no**"}[bar["met"]]
        yield [bar["what"], f"{wanted}{goal} {bar['unit']}", _number(bar["found"], 2), met]


def _others(result):
    """How busy the machine was with other things: the median and the most over all cells."""
    shares = [
        cell["others_share"] * 100
        for kinds in result["load"].values()
        for fields in kinds.values()
        for cell in fields.values()
        if cell
    ]
    return f"{sorted(shares)[len(shares) // 2]:.0f} % (at most {max(shares):.0f} %)"


def _failures(result):
    for name, kinds in result["load"].items():
        for kind, fields in kinds.items():
            for field, cell in fields.items():
                for error in (cell or {}).get("failures", []):
                    yield f"{name}, {kind}, {field}: {error['count']} × {error['kind']}"


def markdown(result):
    about = result["about"]
    names = [name for name in result["load"] if name != "direct"]
    lines = [
        f"{about['date']}, {about['cores']} cores of {about['processor']}, Linux {about['kernel']}; "
        + ", ".join(about["versions"].values())
        + f". {about['rounds']} rounds of {about['seconds']:g} s in turns, medians"
        + ("; the server on a core of its own" if about["pinned"] else "")
        + f". Other processes took {_others(result)} of the machine.",
        "",
        "CPU of the server at the same load for all: "
        + ", ".join(f"{kind} at {rate:,.0f} requests/s" for kind, rate in result["rates"].items())
        + f", streams of {CHUNKS} chunks, {PACE_MS} ms apart, {STREAMS} at a time (× nginx)",
        "",
        *_table(["", "1 KB", "100 KB", "a stream's chunk"], _cpu_rows(result, names)),
        "",
        "At saturation: requests a second, CPU a request, how much of its core the server had",
        "",
        *_table(
            ["", "1 KB", "CPU", "core", "100 KB", "CPU", "core", f"streams, {CHUNKS} chunks at once", "CPU", "core"],
            _saturation_rows(result, result["load"]),
        ),
        "",
        "Latency at that rate, and what the server adds to the stand-in's own",
        "",
        *_table(
            ["", "1 KB p50", "added", "p99", "added", "100 KB p50", "added", "p99", "added"],
            _latency_rows(result, result["load"]),
        ),
    ]
    if result["memory"]:
        counts = sorted({held["streams"] for found in result["memory"].values() for held in found["held"]})
        head = ["resident", "idle", *(part for count in counts for part in (f"{count:,} streams", "a stream"))]
        lines += ["", *_table(head, _memory_rows(result, counts))]
    if "idle" in result:
        idle, start = result["idle"], result["start"]
        lines += [
            "",
            f"geminid idle for {idle['seconds']:g} s: {idle['core_share'] * 100:.3f} % of a core. Start with {start['keys']:,} "
            f"stored keys: first answer {start['health_ms']:.0f} ms after exec, first chat answer {start['chat_ms']:.0f} ms.",
        ]
    lines += ["", *_table(["bar", "wanted", "found", "met"], _bar_rows(result))]
    lines += [f"\n{note}" for note in (*result["notes"], *_failures(result))]
    return "\n".join(lines)
