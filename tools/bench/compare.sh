#!/usr/bin/env bash
# Measures geminid beside nginx, HAProxy and @portkey-ai/gateway in one run, in turns, before the same stand-in for Google, and
# prints the tables, the ratios and which bars are met: tools/bench/compare.sh [--quick] [--rounds N] [--only NAME] [--json FILE]
# [--markdown FILE]; --help lists all. With the programs of the release build, or those of GEMINID_BUILD_DIR. As root 10,000
# streams can be held open. Best on a machine that does nothing else; docs/PERFORMANCE.md says what is measured.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

tools/setup.sh --bench
# shellcheck source=tools/bench/programs.sh
source tools/bench/programs.sh
bench_programs

node=$(node_folder) || die "Node 22 or newer is missing: tools/setup.sh --bench installs it"
mkdir -p build/portkey
cp tools/bench/portkey/package.json tools/bench/portkey/package-lock.json tools/bench/portkey/.npmrc build/portkey
# npm notes what it installed; nothing to do when that is what is wanted.
if ! cmp -s build/portkey/package-lock.json build/portkey/installed-lock.json || [[ ! -d build/portkey/node_modules ]]; then
  (cd build/portkey && PATH=$node:$PATH npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=5)
  cp build/portkey/package-lock.json build/portkey/installed-lock.json
fi

exec python3 tools/bench/compare.py "${bench_program_arguments[@]}" --proxies "$root/build/proxies" \
  --portkey "$root/build/portkey" --node "$node" "$@"
