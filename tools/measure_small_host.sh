#!/usr/bin/env bash
# Prints, as tables for the docs, how geminid does on the smallest host, a tenth of a core and 512 MB: starts, memory, streams,
# keep-alive. With the programs of the release build; as root, for it makes a cgroup; takes three minutes. Others may load the
# machine: what counts is the quota; only a machine that can't give a tenth of a core spoils the figures.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

((EUID == 0)) || die "only root can make a cgroup"
build=${GEMINID_BUILD_DIR:-build/release}
for program in server/app/geminid tools/gemini_sim/gemini_sim; do
  [[ -x $build/$program ]] || die "$build/$program is missing: cmake --build --preset release builds it"
done
exec python3 tools/bench/small_host.py "$build/server/app/geminid" "$build/tools/gemini_sim/gemini_sim" "$@"
