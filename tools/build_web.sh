#!/usr/bin/env bash
# Builds the dashboard into build/web/dist: fetches Dear ImGui, cuts the fonts, compiles for the browser, splits the program in
# two, puts it all together. Quick when nothing changed. With --debug unoptimised and with checks, not split, not compressed,
# linked fast.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

usage="usage: tools/build_web.sh [--debug]"
preset=web
build=build/web/build
target=dash_parts
program=$build/dash_parts
draft=()
for argument in "$@"; do
  case $argument in
    --debug) preset=web-debug build=build/web/debug target=dash program=$build draft=(--draft) ;;
    -h | --help) echo "$usage" && exit ;;
    *) die "unknown argument $argument; $usage" ;;
  esac
done

command -v em++ >/dev/null || die "em++ is missing: tools/setup.sh installs it"

tools/fetch_imgui.sh
tools/make_fonts.py build/web/fonts
if [[ ! -f $build/build.ninja || CMakePresets.json -nt $build/build.ninja ]]; then cmake --preset "$preset"; fi
cmake --build --preset "$preset" --parallel "$(build_jobs)" --target "$target"
python3 tools/make_dist.py "${draft[@]}" webui/shell "$program" build/web/fonts build/web/dist
