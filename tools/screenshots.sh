#!/usr/bin/env bash
# Makes pictures of the dashboard's pages, dark and light, in both languages, at widths of 1280, 1440, 1920 and 390:
# tools/screenshots.sh [PAGE...], all pages unless named (as behind the "#" of the address). Into build/screenshots. The
# programs are those of the release build, with the simulator under load behind them. Fails where texts are cut, overlap or
# are not translated.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

tools/build_web.sh
tests/browser/run.sh build/browser screenshots.mjs "$root/build/screenshots" "$@"
