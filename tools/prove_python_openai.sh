#!/usr/bin/env bash
# Proves that OpenAI's Python library gets along with geminid: runs tests/end_to_end/python_openai against the release build.
# Debian 12 has no python3-openai, so its Python comes from a root of a newer release, which is kept for the next time; geminid
# and the simulator run here. Needs root.
# usage: tools/prove_python_openai.sh [release], trixie unless given.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=tools/debian_root.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian_root.sh"
cd "$root"

release=${1:-trixie}
kept=/var/cache/geminid/python-openai-$release

tools/setup.sh --test
cmake --preset release -DBUILD_TESTING=ON
cmake --build --preset release --parallel "$(build_jobs)" --target geminid gemini_sim

if [[ ! -f $kept/complete ]]; then
  say "$release with python3-openai in $kept"
  rm -rf --one-file-system "$kept"
  mkdir -p "$kept"
  make_debian_root "$release" "$kept"
  inside_root "$kept" apt-get -q update
  inside_root "$kept" DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends python3-openai
  inside_root "$kept" apt-get clean
  touch "$kept/complete"
fi

rm -rf "$kept/python_openai"
cp -r tests/end_to_end/python_openai "$kept/"
export GEMINID_BIN=$root/build/release/server/app/geminid GEMINI_SIM_BIN=$root/build/release/tools/gemini_sim/gemini_sim
tests/end_to_end/with_gateway.sh chroot "$kept" python3 /python_openai/test_openai.py
