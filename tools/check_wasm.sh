#!/usr/bin/env bash
# Shows that shared/, actors/policy/ and webui/plot/ compile for the browser: C++20, no exceptions, no library but
# nlohmann's JSON.
# Headers are compiled too, since some have no source of their own.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

command -v em++ >/dev/null || die "em++ is missing: tools/setup.sh --test installs it"

# The whole of /usr/include would hide emscripten's own headers.
include=build/wasm/include
mkdir -p "$include"
json=$(find /usr/include /usr/local/include -maxdepth 2 -path '*/nlohmann/json.hpp' -print -quit)
[[ -n $json ]] || die "nlohmann/json.hpp is missing: tools/setup.sh installs it"
ln -sfn "$(dirname "$json")" "$include/nlohmann"

mapfile -t files < <(find shared actors/policy webui/plot -name '*.cpp' -o -name '*.hpp' | sort)
((${#files[@]} > 0)) || die "nothing to check in shared, actors/policy and webui/plot"

# shellcheck disable=SC2016 # the inner shell expands
if ! printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(build_jobs)" bash -c '
  em++ -x c++ -std=c++20 -fno-exceptions -DJSON_NOEXCEPTION -Wall -Wextra -Werror -Wno-pragma-once-outside-header \
    -I. -isystem "$0" -fsyntax-only "$1" || { echo "wasm: $1 does not compile" >&2; exit 1; }' "$include"; then
  die "shared, actors/policy and webui/plot must compile with em++"
fi
echo "wasm: ${#files[@]} files compile"
