#!/usr/bin/env bash
# Puts Debian's nginx and Caddy into build/proxies, for the tests of the example configurations: unpacked, not installed, since an
# installed one would begin to serve this machine. apt verifies them. Does nothing when they are there.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"
export LC_ALL=C

target=build/proxies
runs() { "$target/usr/sbin/nginx" -v && "$target/usr/bin/caddy" version; }

if [[ -f $target/complete ]] && runs &>/dev/null; then exit; fi
mkdir -p build
work=$(mktemp -d "$root/build/proxies.XXXXXX")
trap 'rm -rf "$work"' EXIT

fetched=false
for attempt in 1 2 3; do
  if (cd "$work" && apt-get -q -o APT::Sandbox::User=root -o Acquire::Retries=3 download nginx caddy) >"$work/log" 2>&1; then
    fetched=true
    break
  fi
  say "fetching nginx and caddy, attempt $attempt: $(grep -E '^[EW]:' "$work/log" | head -n 1)"
  if ((EUID == 0)); then apt-get -q update >/dev/null || true; fi
  sleep $((attempt * 2))
done
$fetched || die "could not fetch the packages nginx and caddy"

mkdir "$work/root"
for package in "$work"/*.deb; do dpkg-deb --extract "$package" "$work/root"; done
rm -rf "$target"
mv "$work/root" "$target"
runs >"$work/log" 2>&1 || die "what was unpacked does not run: $(cat "$work/log")"
touch "$target/complete"
