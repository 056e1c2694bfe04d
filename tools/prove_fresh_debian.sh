#!/usr/bin/env bash
# Proves that a fresh Debian needs nothing but the README's two commands: makes a minimal root with debootstrap, puts a clean
# clone of HEAD in it, and there runs tools/run.sh with a request, then tools/test.sh. Takes a while; needs root.
# usage: tools/prove_fresh_debian.sh [RELEASE [CCACHE]]. RELEASE is bookworm unless given; packages come from where this machine's
# come from. CCACHE is a folder of compiled objects to borrow, which saves most of the time: ccache takes one only where the
# compiler and every header are the same. The clone stands where this one does, since precompiled headers hold their path.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=tools/debian_root.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian_root.sh"
cd "$root"

release=${1:-bookworm}
borrowed=${2-}
if ! command -v git >/dev/null; then
  apt-get -q update
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends git
fi

fresh=$(mktemp -d)
give_back() {
  if mountpoint -q "$fresh/ccache"; then umount "$fresh/ccache"; fi
  rm -rf --one-file-system "$fresh"
}
trap give_back EXIT
trap 'exit 130' INT TERM

say "a fresh $release in $fresh"
make_debian_root "$release" "$fresh"
mkdir -p "$fresh$(dirname "$root")"
git clone --quiet --no-local "$root" "$fresh$root"
mkdir "$fresh/ccache"
if [[ -n $borrowed ]]; then mount --bind "$borrowed" "$fresh/ccache"; fi
inside() { inside_root "$fresh" CCACHE_DIR=/ccache CLONE="$root" "$@"; }

say "tools/run.sh, with nothing done before"
# shellcheck disable=SC2016 # the inner shell expands
inside bash -euo pipefail -c '
  cd "$CLONE"
  : >/tmp/run.log
  tools/run.sh --port 0 >/tmp/run.log 2>&1 &
  run=$!
  while ! grep -q "^  curl http" /tmp/run.log; do
    kill -0 "$run" || { cat /tmp/run.log; exit 1; }
    sleep 1
  done
  # The printed command, as printed; apt lists curl in a line of its own.
  sed -n "/^  curl http/,/^  -----/p" /tmp/run.log | sed "\$d" >/tmp/command
  bash /tmp/command | tee /tmp/answer
  echo
  grep -q "\"chat.completion\"" /tmp/answer
  kill -TERM "$run"
  wait "$run"
'

say "tools/setup.sh --test and tools/test.sh"
inside "$root/tools/setup.sh" --test
inside "$root/tools/test.sh"
say "all of it works in a fresh $release"
