#!/usr/bin/env bash
# Counts the instructions that geminid carries out for a request, by valgrind's callgrind, and prints them beside the figures
# that are stored in tools/bench/instructions.json; --store writes these, --profile also tells whose they are. Unlike times they
# are nearly the same on a busy machine. What the kernel does is not in them. With the programs of the release build, or those
# of GEMINID_BUILD_DIR; takes two minutes.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

tools/setup.sh --bench
# shellcheck source=tools/bench/programs.sh
source tools/bench/programs.sh
bench_programs
exec python3 tools/bench/count_instructions.py "${bench_program_arguments[@]}" "$@"
