#!/usr/bin/env bash
# Puts Dear ImGui's source into build/imgui, from Debian's source package (its binary package has no sources to compile for
# the browser). Debian's releases lag behind the dynamic font atlas that Chinese text needs, so the package is sid's, else
# forky's, whatever release runs here; apt verifies its signatures. Installs nothing and needs no rights; does nothing when
# the source is there.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"
export LC_ALL=C

oldest=1.92 # the first with a dynamic font atlas
suites=(sid forky)
target=build/imgui
needed=(imgui.{h,cpp} imgui_{internal.h,draw.cpp,tables.cpp,widgets.cpp} misc/cpp/imgui_stdlib.{h,cpp} backends/imgui_impl_opengl3.{h,cpp})

if [[ -f $target/VERSION ]]; then exit; fi
command -v apt-get >/dev/null || die "no apt-get here: Dear ImGui's source comes from Debian"
command -v xz >/dev/null || die "xz is missing: tools/setup.sh installs it"

mkdir -p build
work=$(mktemp -d "$root/build/imgui.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists,cache/archives}/partial

# Where this machine gets its own release from, there are the others. The uris are asked for without regard to what lists
# were ever downloaded.
mirror() {
  local release
  release=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
  apt-get -o Dir::State::Lists="$work/lists" --print-uris update |
    sed -nE "s#^'([^']+)/dists/(${release:-stable}|stable|testing|unstable|sid)/InRelease' .*#\1#p" | head -n 1
}

# private_apt SUITE ARGUMENTS: apt-get that knows the sources of that suite, and nothing else of this machine's packages.
private_apt() {
  local suite=$1
  shift
  apt-get -q -o Dir::Etc::sourcelist="$work/$suite.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::Lists="$work/lists" \
    -o Dir::Cache="$work/cache" -o Acquire::Retries=3 -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none \
    -o APT::Sandbox::User=root "$@"
}

# Refuses where apt only warns: an index that it could not get would leave an older one, or none.
download() {
  local suite=$1 keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [[ -f $keyring ]] || die "Debian's keyring is missing: install debian-archive-keyring"
  echo "deb-src [signed-by=$keyring] $archive $suite main" >"$work/$suite.list"
  private_apt "$suite" -o APT::Update::Error-Mode=any update && (cd "$work" && private_apt "$suite" source --download-only imgui)
}

archive=$(mirror)
[[ -n $archive ]] || die "this machine's apt sources name no archive of Debian"

fetched=""
for suite in "${suites[@]}"; do
  for attempt in 1 2 3; do
    if download "$suite" >"$work/log" 2>&1; then
      fetched=$suite
      break 2
    fi
    say "fetching Dear ImGui's source from $suite, attempt $attempt: $(grep -E '^[EW]:' "$work/log" | head -n 1)"
    sleep $((attempt * 2))
  done
done
[[ -n $fetched ]] || die "could not fetch Dear ImGui's source package from ${suites[*]}"

tarball=$(find "$work" -maxdepth 1 -name 'imgui_*.orig.tar.*' ! -name '*.asc' -print -quit)
[[ -n $tarball ]] || die "the source package of Dear ImGui in $fetched has no original tarball"
version=$(basename "$tarball")
version=${version#imgui_}
version=${version%.orig.tar.*}
if [[ $(printf '%s\n' "$oldest" "$version" | sort -V | head -n 1) != "$oldest" ]]; then
  die "Dear ImGui $version in $fetched is older than $oldest, whose fonts the dashboard needs"
fi

mkdir "$work/source"
tar -xf "$tarball" -C "$work/source" --strip-components=1 --no-same-owner
for file in "${needed[@]}"; do
  [[ -f $work/source/$file ]] || die "Dear ImGui $version has no $file"
done
echo "$version" >"$work/source/VERSION"
chmod -R u+rwX,go+rX "$work/source"
rm -rf "$target"
mv "$work/source" "$target"
say "Dear ImGui $version from $fetched is in $target"
