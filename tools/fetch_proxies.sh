#!/usr/bin/env bash
# Puts proxies of Debian's into build/proxies, nginx and Caddy unless others are named, for the tests of the example
# configurations and for the comparison: unpacked, not installed, since an installed one would begin to serve this machine.
# apt verifies them. Does nothing when they are there. Libraries that one needs and the machine lacks are unpacked too.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"
export LC_ALL=C

target=build/proxies
if (($# == 0)); then set -- nginx caddy; fi

runs() {
  case $1 in
    nginx) "$target/usr/sbin/nginx" -v ;;
    caddy) "$target/usr/bin/caddy" version ;;
    haproxy) LD_LIBRARY_PATH=$(echo "$target"/usr/lib/*-linux-gnu) "$target/usr/sbin/haproxy" -v ;;
  esac
}

missing=()
for name in "$@"; do
  [[ $name =~ ^(nginx|caddy|haproxy)$ ]] || die "unknown proxy $name: nginx, caddy or haproxy"
  if [[ ! -f $target/complete-$name ]] || ! runs "$name" &>/dev/null; then missing+=("$name"); fi
done
if ((${#missing[@]} == 0)); then exit; fi

mkdir -p build
work=$(mktemp -d "$root/build/proxies.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The package and the libraries that are not on this machine; nginx and Caddy need none.
packages_of() {
  echo "$1"
  if [[ $1 == haproxy ]]; then
    apt-get -s -q --no-install-recommends install "$1" | sed -n 's/^Inst \(lib[^ ]*\) .*/\1/p'
  fi
}

fetch() {
  local packages
  mapfile -t packages < <(packages_of "$1")
  (cd "$work" && apt-get -q -o APT::Sandbox::User=root -o Acquire::Retries=3 download "${packages[@]}")
}

for name in "${missing[@]}"; do
  fetched=false
  for attempt in 1 2 3; do
    if fetch "$name" >"$work/log" 2>&1; then
      fetched=true
      break
    fi
    say "fetching $name, attempt $attempt: $(grep -E '^[EW]:' "$work/log" | head -n 1)"
    if ((EUID == 0)); then apt-get -q update >/dev/null || true; fi
    sleep $((attempt * 2))
  done
  $fetched || die "could not fetch the package $name"
  rm -rf "$work/root" && mkdir "$work/root"
  for package in "$work"/*.deb; do dpkg-deb --extract "$package" "$work/root"; done
  rm "$work"/*.deb
  mkdir -p "$target"
  cp -a "$work/root/." "$target"
  runs "$name" >"$work/log" 2>&1 || die "what was unpacked does not run: $(cat "$work/log")"
  touch "$target/complete-$name"
done
