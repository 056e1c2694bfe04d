#!/usr/bin/env bash
# What the Dockerfile's first stage does: stage.sh FOLDER builds geminid with its dashboard and puts into FOLDER
#   usr/          the program, the dashboard's files, the licences
#   packages.txt  the Debian packages of the libraries that the program loads
# COMMIT, where it is set, is what --version names. JOBS is how many compilers run at a time; on Render it is 2 unless set, which
# its machines have cores for, whatever they show.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../tools/common.sh"
cd "$root"

target=${1:?usage: stage.sh FOLDER}
if [[ ${RENDER-} == true ]]; then export JOBS=${JOBS:-2}; fi

tools/build_web.sh
cmake --preset release -DBUILD_TESTING=OFF -DGEMINID_COMMIT="${COMMIT-}"
cmake --build --preset release --parallel "$(build_jobs)" --target geminid
DESTDIR=$target cmake --install build/release --prefix /usr --component server --strip

# dpkg knows a library by where its package put it, which may be below /lib still.
owner() {
  local file
  file=$(realpath "$1")
  dpkg-query -S "$file" 2>/dev/null || dpkg-query -S "${file#/usr}" || die "no package owns $file"
}
mapfile -t libraries < <(ldd "$target/usr/bin/geminid" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }')
((${#libraries[@]} > 0)) || die "ldd names no library of $target/usr/bin/geminid"
for library in "${libraries[@]}"; do owner "$library"; done | sed 's/:.*//' | sort -u >"$target/packages.txt"
say "the image needs $(paste -s -d ' ' "$target/packages.txt")"
