#!/usr/bin/env bash
# Checks that clang-format would change nothing; with --fix lets it.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

# Debian 12's version decides: another one formats some lines otherwise.
needed=14
found=$(clang-format --version | sed -nE 's/.*version ([0-9]+)\..*/\1/p')
if [[ $found != "$needed" ]]; then
  echo "format: not checked, since clang-format here is $found and not $needed"
  exit
fi

folders=()
for folder in shared actors server webui tools tests; do
  if [[ -d $folder ]]; then folders+=("$folder"); fi
done
mapfile -t files < <(find "${folders[@]}" -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print)
if [[ ${1-} == --fix ]]; then
  clang-format -i "${files[@]}"
else
  clang-format --dry-run --Werror "${files[@]}" || die "tools/check_format.sh --fix formats these"
fi
echo "format: ${#files[@]} files in order"
