#!/usr/bin/env bash
# Prints, as a table for the docs, what the dashboard costs: time and bytes of the first load without a warm cache, the
# processor and frames of a tab at rest, and the frames of scrolling through many keys. With the programs of the release
# build; takes three minutes; wants an idle machine.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

tools/build_web.sh >&2
tests/browser/run.sh build/browser measure.mjs
