#!/usr/bin/env bash
# Builds and runs every test: tools/test.sh [preset...], the presets of CMakePresets.json, "release" unless given.
# Ends with ctest's totals; fails when a test fails and when none ran.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

if (($# == 0)); then set -- release; fi
tools/setup.sh --test

# Prints the build targets that a preset's tests need: everything, or what its label filter names. The tests of a
# component carry its name as label and live in tests/<component>.
build_targets() {
  python3 - "$1" <<'PYTHON'
import json, sys
preset = next(p for p in json.load(open("CMakePresets.json"))["testPresets"] if p["name"] == sys.argv[1])
labels = preset.get("filter", {}).get("include", {}).get("label", "")
print("\n".join(f"tests/{label}/all" for label in labels.strip("^()$").split("|")) if labels else "all")
PYTHON
}

failed=()
for preset in "$@"; do
  say "testing preset $preset"
  # The browser's tests are among those of the release preset.
  if [[ $preset == release ]]; then tools/build_web.sh; fi
  cmake --preset "$preset" -DBUILD_TESTING=ON
  mapfile -t targets < <(build_targets "$preset")
  cmake --build --preset "$preset" --parallel "$(build_jobs)" --target "${targets[@]}"
  ctest --preset "$preset" --no-tests=error || failed+=("$preset")
done
if ((${#failed[@]} > 0)); then die "tests failed: ${failed[*]}"; fi
