#!/usr/bin/env bash
# Runs a command beside a geminid with the simulator behind it (support/with_gateway.mjs): with_gateway.sh COMMAND
# [ARGUMENT...], with GEMINID_BIN and GEMINI_SIM_BIN set.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tools/common.sh
source "$here/../../tools/common.sh"

node=$(node_folder) || die "Node 22 or newer is missing: tools/setup.sh --test installs it"
exec "$node/node" "$here/support/with_gateway.mjs" "$@"
