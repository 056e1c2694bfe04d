#!/usr/bin/env bash
# Runs the suite in a work folder outside the source tree: run.sh WORK_FOLDER, with GEMINID_BIN and GEMINI_SIM_BIN set.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tools/common.sh
source "$here/../../../tools/common.sh"

node=$(node_folder) || die "Node 22 or newer is missing: tools/setup.sh --test installs it"
export PATH=$node:$PATH

mkdir -p "$1"
cd "$1"
rm -f ./*.test.mjs
cp "$here"/*.mjs "$here"/package.json "$here"/package-lock.json "$here"/.npmrc .
# npm notes what it installed; nothing to do when that is what is wanted.
if ! cmp -s package-lock.json installed-lock.json || [[ ! -d node_modules ]]; then
  npm ci --no-audit --no-fund --loglevel=error --fetch-retries=5
  cp package-lock.json installed-lock.json
fi
node --test --test-timeout=120000 --test-reporter=spec
