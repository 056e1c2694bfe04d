#!/usr/bin/env bash
# Proves that N keys carry N times the limit: 100 requests at a time on a pool of one key and on one of ten, with the simulator
# holding each key to its limits. Prints what was served, and fails unless the factor is 10. Takes little over a minute.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

tools/setup.sh
# A folder that was configured before keeps its tests.
tests=()
if [[ ! -f build/release/CMakeCache.txt ]]; then tests=(-DBUILD_TESTING=OFF); fi
cmake --preset release "${tests[@]}" >&2
cmake --build --preset release --parallel "$(build_jobs)" --target geminid gemini_sim load_test >&2

export GEMINID_BIN=$root/build/release/server/app/geminid GEMINI_SIM_BIN=$root/build/release/tools/gemini_sim/gemini_sim
export LOAD_TEST_BIN=$root/build/release/tools/load_test/load_test PYTHONPATH=$root/tests/end_to_end/operator
export PYTHONDONTWRITEBYTECODE=1
exec python3 tests/load_test/limits_add_up_test.py --minute
