#!/usr/bin/env bash
# Builds the Debian package of geminid for the release that runs here, in build/deb, and prints its path.
# usage: tools/make_deb.sh [--revision REVISION], 1 unless given: the package's version is geminid's and that.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

usage="usage: tools/make_deb.sh [--revision REVISION]"
revision=1
while (($# > 0)); do
  case $1 in
    --revision) revision=${2:?$usage} && shift ;;
    -h | --help) echo "$usage" && exit ;;
    *) die "unknown argument $1; $usage" ;;
  esac
  shift
done

tools/setup.sh --package >&2
tools/build_web.sh >&2
# A folder that tools/test.sh configured keeps its tests.
tests=()
if [[ ! -f build/release/CMakeCache.txt ]]; then tests=(-DBUILD_TESTING=OFF); fi
cmake --preset release "${tests[@]}" >&2
cmake --build --preset release --parallel "$(build_jobs)" --target geminid >&2

rm -rf build/deb
cpack --config build/release/CPackConfig.cmake -B build/deb -D CPACK_DEBIAN_PACKAGE_RELEASE="$revision" >&2
rm -rf build/deb/_CPack_Packages
echo build/deb/geminid_*.deb
