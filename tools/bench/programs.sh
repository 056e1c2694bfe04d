# Sourced by the scripts of tools/bench: the programs of the release build, built where they are missing, or those of
# GEMINID_BUILD_DIR, as arguments for what measures them.
# shellcheck shell=bash

# shellcheck disable=SC2034  # of those who source this
bench_program_arguments=()

bench_programs() {
  local build=${GEMINID_BUILD_DIR:-build/release} program missing=()
  local programs=(server/app/geminid tools/load_test/load_test tools/bench/stand_in)
  for program in "${programs[@]}"; do
    [[ -x $build/$program ]] || missing+=("$(basename "$program")")
  done
  if ((${#missing[@]} > 0)); then
    [[ -z ${GEMINID_BUILD_DIR-} ]] || die "$build lacks ${missing[*]}"
    cmake --preset release >/dev/null
    cmake --build --preset release --parallel "$(build_jobs)" --target "${missing[@]}"
  fi
  bench_program_arguments=(--geminid "$(realpath "$build/server/app/geminid")"
    --load-test "$(realpath "$build/tools/load_test/load_test")" --stand-in "$(realpath "$build/tools/bench/stand_in")")
}
