#!/usr/bin/env bash
# Shows that nothing that a peer may send costs more than in proportion to its length: nanoseconds for a byte, while the
# input grows from 64 KiB to 16 MiB. What grows with the input's square costs 256 times as much; leaving the caches costs up
# to 12 times as much where hardly anything is done, so that it fails at 32.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

tools/setup.sh --bench
cmake --preset release >/dev/null
cmake --build --preset release --parallel "$(build_jobs)" --target growth_bench
build/release/tools/bench/growth_bench --benchmark_format=json "$@" | python3 -c '
import json, sys
times = {}
for run in json.load(sys.stdin)["benchmarks"]:
    name, size = run["name"].split("/")[:2]
    times.setdefault(name, {})[int(size)] = 1e9 / run["bytes_per_second"]
sizes = sorted({size for row in times.values() for size in row})
print("ns/byte at".ljust(48) + "".join(f"{size // 1024} KiB".rjust(12) for size in sizes) + "growth".rjust(10))
worst = 0
for name, row in times.items():
    growth = row[sizes[-1]] / row[sizes[0]]
    worst = max(worst, growth)
    print(name.ljust(48) + "".join(f"{row[size]:12.2f}" for size in sizes) + f"{growth:10.2f}")
sys.exit(f"a byte costs {worst:.1f} times as much in a large input" if worst > 32 else 0)
'
