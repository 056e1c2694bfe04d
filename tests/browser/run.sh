#!/usr/bin/env bash
# Tests the dashboard in a real browser: run.sh WORK_FOLDER [SUITE...], all suites unless named. Or runs one of the programs
# beside them: run.sh WORK_FOLDER PROGRAM.mjs [ARGUMENT...]. GEMINID_BIN, GEMINI_SIM_BIN and GEMINID_WEB_DIR are those of the
# release build unless set. Copies and packages go to the work folder, so that the source tree stays clean.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tools/common.sh
source "$here/../../tools/common.sh"

work=$1
shift
node=$(node_folder) || die "Node 22 or newer is missing: tools/setup.sh --test installs it"
export PATH=$node:$PATH
export GEMINID_BIN=${GEMINID_BIN:-$root/build/release/server/app/geminid}
export GEMINI_SIM_BIN=${GEMINI_SIM_BIN:-$root/build/release/tools/gemini_sim/gemini_sim}
export GEMINID_WEB_DIR=${GEMINID_WEB_DIR:-$root/build/web/dist}
[[ -f $GEMINID_WEB_DIR/index.html ]] ||
  die "no dashboard in $GEMINID_WEB_DIR: tools/build_web.sh builds it"
[[ -x ${CHROMIUM_BIN:=/usr/bin/chromium} ]] || die "chromium is missing: tools/setup.sh --test installs it"
export CHROMIUM_BIN

# As in the source tree, so that the same paths lead to what the suites share. All suites use this folder, so one runs at a
# time: the lock is let go when its last process ends.
mkdir -p "$work/browser/support" "$work/end_to_end/support"
exec {lock}>"$work/lock"
flock "$lock"
rm -f "$work/browser"/*.mjs "$work/browser/support"/*.mjs "$work/end_to_end/support"/*.mjs
cp "$here/../end_to_end/support"/*.mjs "$work/end_to_end/support"
cp "$here/support"/*.mjs "$work/browser/support"
cp "$here"/*.mjs "$here"/package.json "$here"/package-lock.json "$here"/.npmrc "$work/browser"
cd "$work/browser"
# npm notes what it installed; nothing to do when that is what is wanted.
if ! cmp -s package-lock.json installed-lock.json || [[ ! -d node_modules ]]; then
  npm ci --no-audit --no-fund --loglevel=error --fetch-retries=5
  cp package-lock.json installed-lock.json
fi
if [[ ${1-} == *.mjs ]]; then exec node "$@"; fi
files=()
for suite in "$@"; do files+=("$suite.test.mjs"); done
if ((${#files[@]} == 0)); then files=(*.test.mjs); fi
node --test --test-concurrency=1 --test-timeout=280000 --test-reporter=spec "${files[@]}"
