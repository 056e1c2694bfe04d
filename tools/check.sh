#!/usr/bin/env bash
# The checks besides the tests: format, scripts, layers, the code for browsers, clang-tidy. Runs all, then fails if one failed.
# Arguments are those of tools/check_tidy.py (--all, --base COMMIT, --seconds N).
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

tools/setup.sh --test
# Writes layers.txt, and in compile_commands.json a command for each source by itself.
cmake --preset release -B build/sources -DBUILD_TESTING=ON -DGEMINID_UNITY=OFF >/dev/null

# Also what the dashboard uses not yet of the shared components, and each header by itself.
check_web() {
  tools/build_web.sh && cmake --build --preset web --parallel "$(build_jobs)" --target all all_verify_interface_header_sets
}

failed=()
tools/check_format.sh || failed+=(format)
shellcheck -x tools/*.sh tools/bench/*.sh .ci/run tests/*/*.sh packaging/image/*.sh packaging/debian/p* ||
  failed+=(scripts)
python3 tools/check_layers.py . build/sources/layers.txt || failed+=(layers)
check_web || failed+=(web)
python3 tools/check_tidy.py "$@" || failed+=(tidy)

if ((${#failed[@]} > 0)); then die "checks failed: ${failed[*]}"; fi
say "all checks passed"
