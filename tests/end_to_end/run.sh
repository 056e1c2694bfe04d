#!/usr/bin/env bash
# Runs the suite of one client: run.sh SUITE WORK_FOLDER, with GEMINID_BIN and GEMINI_SIM_BIN set. Files and packages go to the
# work folder, so that the source tree stays clean.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tools/common.sh
source "$here/../../tools/common.sh"

suite=$1
work=$2
node=$(node_folder) || die "Node 22 or newer is missing: tools/setup.sh --test installs it"
export PATH=$node:$PATH

mkdir -p "$work/$suite" "$work/support"
rm -f "$work/$suite"/*.mjs "$work/support"/*.mjs
cp "$here"/support/*.mjs "$work/support"
cp "$here/$suite"/*.mjs "$here/$suite"/package.json "$here/$suite"/package-lock.json "$here/$suite"/.npmrc "$work/$suite"
cd "$work/$suite"
# npm notes what it installed; nothing to do when that is what is wanted.
if ! cmp -s package-lock.json installed-lock.json || [[ ! -d node_modules ]]; then
  npm ci --no-audit --no-fund --loglevel=error --fetch-retries=5
  cp package-lock.json installed-lock.json
fi
node --test --test-timeout=120000 --test-reporter=spec
