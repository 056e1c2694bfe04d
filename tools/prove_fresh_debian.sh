#!/usr/bin/env bash
# Proves that a fresh Debian needs nothing but the README's two commands: makes a minimal root with debootstrap, puts a clean
# clone of HEAD in it, and there runs tools/run.sh with a request, then tools/test.sh. Takes a while; needs root.
# usage: tools/prove_fresh_debian.sh [release], bookworm unless given. Packages come from where this machine's come from.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

release=${1:-bookworm}
((EUID == 0)) || die "chroot and mount need root"

if ! command -v debootstrap >/dev/null || ! command -v git >/dev/null; then
  apt-get -q update
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends debootstrap git
fi

# Prints "URI suite components..." for each Debian archive that this machine's apt uses, the main one first.
archives() {
  # shellcheck disable=SC2016 # apt expands these
  apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)' 'Created-By: Packages' |
    awk -F'|' '$1 == "Debian" { print $2, $3 }' | sort -u
}
mapfile -t found < <(archives)
((${#found[@]} > 0)) || die "no Debian archive in this machine's apt sources (apt-get update makes them known)"
# The main archive is the one whose suite has no suffix ("-updates", "-security").
mirror=$(printf '%s\n' "${found[@]}" | awk '$2 !~ /-/ { print $1; exit }')
[[ -n $mirror ]] || die "no main archive in this machine's apt sources"

fresh=$(mktemp -d)
trap 'rm -rf --one-file-system "$fresh"' EXIT
trap 'exit 130' INT TERM

say "a fresh $release in $fresh"
unshare --mount debootstrap --variant=minbase "$release" "$fresh" "$mirror"
chmod 0755 "$fresh" # it becomes "/", which every user may enter
# Updates and security, as this machine has them, for the release at hand.
for archive in "${found[@]}"; do
  read -r uri suite <<<"$archive"
  if [[ $suite == *-* ]]; then echo "deb $uri $release-${suite#*-} main"; fi
done >"$fresh/etc/apt/sources.list.d/more.list"

# How this machine reaches the network: names, its own certificate authorities, npm's machine-wide settings.
cp -L /etc/resolv.conf /etc/hosts "$fresh/etc/"
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
  mkdir -p "$fresh/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$fresh/usr/local/share/ca-certificates/"
fi
if [[ -f /etc/npmrc ]]; then cp /etc/npmrc "$fresh/etc/"; fi

git clone --quiet --no-local "$root" "$fresh/geminid"
# Mounts and processes live in namespaces that end with the command, however it ends.
inside() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
    unshare --mount --pid --fork --kill-child --root="$fresh" --mount-proc "$@"
}

say "tools/run.sh, with nothing done before"
# shellcheck disable=SC2016 # the inner shell expands
inside bash -euo pipefail -c '
  cd /geminid
  tools/run.sh --port 0 >/tmp/run.log 2>&1 &
  run=$!
  while ! grep -q "^  curl " /tmp/run.log; do
    kill -0 "$run" || { cat /tmp/run.log; exit 1; }
    sleep 1
  done
  # The printed command, as printed.
  sed -n "/^  curl /,/^  -----/p" /tmp/run.log | sed "\$d" >/tmp/command
  bash /tmp/command | tee /tmp/answer
  echo
  grep -q "\"chat.completion\"" /tmp/answer
  kill -TERM "$run"
  wait "$run"
'

say "tools/setup.sh --test and tools/test.sh"
inside /geminid/tools/setup.sh --test
inside /geminid/tools/test.sh
say "all of it works in a fresh $release"
