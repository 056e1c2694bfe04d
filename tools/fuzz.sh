#!/usr/bin/env bash
# Fuzzes the translation for a time: tools/fuzz.sh [SECONDS [TARGET...]], an hour and all targets of tests/fuzz unless
# given, as many at once as there are cores. What it learns is kept in build/fuzz/corpus for the next time; an input that
# breaks something is left in build/fuzz/found, and given to the target as its only argument it does so again.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

seconds=${1:-3600}
targets=("${@:2}")
tools/setup.sh --test
cmake --preset fuzz -DBUILD_TESTING=ON >/dev/null
cmake --build --preset fuzz --parallel "$(build_jobs)" --target tests/fuzz/all
if ((${#targets[@]} == 0)); then mapfile -t targets < <(cd build/fuzz/tests/fuzz && printf '%s\n' *.seeds | sed 's/\.seeds$//'); fi

build=$root/build/fuzz
mkdir -p "$build/found"
# The time is shared out: so many rounds of as many targets as there are cores.
cores=$(nproc)
each=$((seconds * cores / (${#targets[@]} > cores ? ${#targets[@]} : cores)))

fuzz() {
  mkdir -p "$build/corpus/$1"
  "$build/tests/fuzz/fuzz_$1" "$build/corpus/$1" -seed_inputs="@$build/tests/fuzz/$1.seeds" \
    -dict=tests/fuzz/words.dict -max_len=16384 -timeout=20 -max_total_time="$each" -print_final_stats=1 \
    -artifact_prefix="$build/found/$1-" >"$build/found/$1.log" 2>&1 && return
  say "$1 broke:"
  tail -n 30 "$build/found/$1.log" >&2
  return 1
}
export -f fuzz say
export build each

say "fuzzing ${targets[*]}, $each s each"
printf '%s\n' "${targets[@]}" | xargs -P "$cores" -I{} bash -c "fuzz {}" ||
  die "found something: see build/fuzz/found"
say "found nothing"
