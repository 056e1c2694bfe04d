#!/usr/bin/env bash
# Makes the pictures of README and docs anew, in docs/images: the dashboard's pages on a phone and the overview, in both
# languages. The programs are those of the release build, with the simulator behind them.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

(($# == 0)) || die "usage: tools/doc_pictures.sh"
command -v pngquant >/dev/null || die "pngquant is missing: tools/setup.sh --test installs it"
tools/build_web.sh
folder=$root/build/doc_pictures
tests/browser/run.sh build/browser doc_pictures.mjs "$folder"
# A palette says all that these pages have to show, in a fourth of the bytes.
for picture in "$folder"/*.png; do
  pngquant --force --strip --speed 1 --quality 60-95 --output "docs/images/$(basename "$picture")" 64 "$picture"
done
du -ch docs/images/*.png | tail -n 1
