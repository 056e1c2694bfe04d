#!/usr/bin/env bash
# Proves the Dockerfile where there is no container engine: carries out its steps in Debian roots, as they stand in HEAD, and fails
# where they fail; then runs what came out as an engine would, as a user that nobody knows, with the root read-only: the health
# check, a chat, a drain under load, Render's environment, and the suite of OpenAI's SDK. Prints how long the build took and how
# large the image is. Takes long; needs root.
# usage: tools/replay_dockerfile.sh [--fresh] [--keep FOLDER]
#   --fresh: nothing is taken from this machine's caches of packages and of the compiler, so that the time is that of the first
#   build; --keep: where the image's root stays afterwards. GEMINI_SIM_BIN names a simulator that is built already.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=tools/debian_root.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian_root.sh"
cd "$root"

usage="usage: tools/replay_dockerfile.sh [--fresh] [--keep FOLDER]"
fresh=false
kept=""
while (($# > 0)); do
  case $1 in
    --fresh) fresh=true ;;
    --keep) kept=${2:?$usage} && shift ;;
    *) die "unknown argument $1; $usage" ;;
  esac
  shift
done

((EUID == 0)) || die "chroot and mount need root"
cache=/var/cache/geminid
mkdir -p "$cache"
work=$(mktemp -d /var/tmp/geminid-image.XXXXXX)
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM
# Every user must reach the image's root.
chmod 0755 "$work"

# slim_root RELEASE: prints the folder of what Debian's image of that name ending in -slim holds.
slim_root() {
  local release=$1 folder=$cache/slim-$1
  if [[ ! -f $folder.complete ]]; then
    say "making a slim $release in $folder"
    rm -rf --one-file-system "$folder"
    mkdir -p "$folder"
    make_debian_root "$release" "$folder" >&2
    {
      for left_out in doc man groff info linda lintian locale; do echo "path-exclude /usr/share/$left_out/*"; done
      echo 'path-include /usr/share/doc/*/copyright'
      echo 'path-include /usr/share/locale/locale.alias'
    } >"$folder/etc/dpkg/dpkg.cfg.d/docker"
    find "$folder"/usr/share/{doc,man,groff,info,linda,lintian,locale} -mindepth 1 \( -type f -o -type l \) \
      ! -path '*/doc/*/copyright' ! -name locale.alias -delete 2>/dev/null || true
    find "$folder"/usr/share/{doc,man,groff,info,linda,lintian,locale} -mindepth 1 -type d -empty -delete 2>/dev/null || true
    rm -rf "$folder"/var/lib/apt/lists/* "$folder"/var/cache/apt/* "$folder"/var/log/{apt,bootstrap.log,dpkg.log}
    touch "$folder.complete"
  fi
  echo "$folder"
}

options=()
if $fresh; then
  # What the official images do, lest packages stay in a layer.
  after_install='DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };'
else
  mkdir -p "$cache/archives/partial" "${CCACHE_DIR:-$HOME/.cache/ccache}"
  after_install='Dir::Cache::archives "/var/cache/geminid-archives";'
  options=(--bind "$cache/archives=/var/cache/geminid-archives" --bind "${CCACHE_DIR:-$HOME/.cache/ccache}=/root/.cache/ccache")
fi

bases=()
while read -r image; do
  [[ $image =~ ^debian:([a-z]+)-slim$ ]] || die "the Dockerfile begins with $image: only debian:<release>-slim can be made here"
  base=$(slim_root "${BASH_REMATCH[1]}")
  echo "$after_install" >"$base/etc/apt/apt.conf.d/docker-clean"
  bases+=("$image=$base")
done < <(git show HEAD:Dockerfile | awk '$1 == "FROM" { print $2 }' | sort -u)

mkdir "$work/source"
git archive HEAD | tar -x -C "$work/source"
commit=$(git rev-parse HEAD)

say "the steps of the Dockerfile"
started=$SECONDS
tools/replay_steps.py "$work/source/Dockerfile" "$work/source" "$work" "${bases[@]}" --build-arg "COMMIT=$commit" "${options[@]}"
took=$((SECONDS - started))

image() { python3 -c 'import json, sys; print(eval(sys.argv[2], {"image": json.load(open(sys.argv[1]))}))' "$work/image.json" "$1"; }
image_root=$(image 'image["root"]')
size=$(du -s --block-size=1000000 --apparent-size --exclude=./proc --exclude=./sys "$image_root" | cut -f 1)
report="built in $took s on $(nproc) cores (caches: $(if $fresh; then echo none; else echo used; fi)); the image's root holds $size MB, of which \
Debian's $(du -s --block-size=1000000 --apparent-size "${bases[0]#*=}" | cut -f 1) MB"
say "$report"
((size < 150)) || die "the image is to stay under 150 MB"
if [[ -n $kept ]]; then
  mkdir -p "$kept"
  cp -a "$image_root/." "$kept"
  say "the image's root is kept in $kept"
fi

version=$(inside_root "$image_root" /usr/bin/geminid --version)
[[ $version == *"(${commit:0:12})" ]] || die "--version says $version, and the commit is $commit"

say "what came out, as user 31337 with a root that is read-only"
simulator=${GEMINI_SIM_BIN:-$root/build/release/tools/gemini_sim/gemini_sim}
if [[ ! -x $simulator ]]; then
  cmake --preset release -DBUILD_TESTING=OFF
  cmake --build --preset release --parallel "$(build_jobs)" --target gemini_sim
fi
cat >"$work/geminid" <<END
#!/bin/sh
exec "$root/tools/in_root.sh" "$image_root" 31337:31337 "$(image 'image["environment"]["GEMINID_DATA_DIR"]')" $(image '" ".join(image["entrypoint"])') "\$@"
END
chmod +x "$work/geminid"
export GEMINID_BIN=$work/geminid GEMINI_SIM_BIN=$simulator
for suite in image render drain; do python3 "tests/deploy/${suite}_test.py"; done

tools/setup.sh --test
tests/end_to_end/run.sh openai_sdk "$root/build/openai-sdk"
say "$report"
