#!/usr/bin/env bash
# Installs what geminid needs to build and run, from Debian's packages; with --test also what its tests and checks need,
# with --bench what its benchmarks need, with --package what makes its Debian package. Does nothing, quickly, when nothing is
# missing. Uses sudo when not root.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export LC_ALL=C

usage="usage: tools/setup.sh [--test] [--bench] [--package]"
with_tests=false
with_benchmarks=false
with_packaging=false
for argument in "$@"; do
  case $argument in
    --test) with_tests=true ;;
    --bench) with_benchmarks=true ;;
    --package) with_packaging=true ;;
    -h | --help) echo "$usage" && exit ;;
    *) die "unknown argument $argument; $usage" ;;
  esac
done

command -v apt-get >/dev/null || die "no apt-get here: geminid is set up from the packages of Debian 12 or newer"

as_root=()
if ((EUID != 0)); then as_root=(sudo); fi

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q \
    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@"
}

installed() { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p'; }

# Debian 12's default Boost is too old for us and lives beside 1.81. Later releases have several that exclude one another,
# so the one that is there is taken, else the newest.
boost_package() {
  local found
  if [[ $(. /etc/os-release && echo "${VERSION_CODENAME-}") == bookworm ]]; then
    echo libboost1.81-dev
    return
  fi
  found=$(installed 'libboost1.*-dev' | grep -xE 'libboost1\.(8[1-9]|9[0-9])-dev' | sort -V | tail -n 1 || true)
  if [[ -z $found ]]; then
    apt update >&2
    found=$(apt-cache pkgnames libboost1. | grep -xE 'libboost1\.(8[1-9]|9[0-9])-dev' | sort -V | tail -n 1 || true)
  fi
  [[ -n $found ]] || die "this release packages no Boost of 1.81 or newer"
  echo "$found"
}

boost=$(boost_package)
packages=(
  g++ cmake ninja-build ccache pkg-config ca-certificates curl
  "$boost" libcaf-dev librocksdb-dev libssl-dev zlib1g-dev
  libsimdjson-dev nlohmann-json3-dev libfmt-dev libspdlog-dev libcli11-dev prometheus-cpp-dev libsystemd-dev
  libjemalloc-dev libxxhash-dev
  # The dashboard: its compiler, what Dear ImGui's source and the compressed files need, the fonts and what cuts them.
  emscripten xz-utils brotli python3 python3-fonttools
  fonts-inter fonts-wqy-microhei fonts-noto-cjk fonts-material-design-icons-iconfont
)
if $with_tests; then
  packages+=(libgtest-dev libgmock-dev git clang libclang-rt-dev clang-format clang-tidy shellcheck python3-prometheus-client
    python3-yaml openssl pngquant chromium libbenchmark-dev)
fi
if $with_benchmarks; then
  packages+=(valgrind)
  $with_tests || packages+=(libbenchmark-dev)
fi
# Someone's own Node brings its npm and excludes Debian's.
if $with_tests || $with_benchmarks; then command -v npm >/dev/null || packages+=(nodejs npm); fi
if $with_packaging; then packages+=(dpkg-dev file); fi

install_missing() {
  local missing attempt
  mapfile -t missing < <(comm -23 <(printf '%s\n' "${packages[@]}" | sort) <(installed "${packages[@]}" | sort))
  if ((${#missing[@]} == 0)); then return; fi

  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    die "these packages are missing and neither root nor sudo is here to install them: ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  for attempt in 1 2 3; do
    # --no-remove: a conflict with what the machine's owner installed is theirs to solve.
    if apt update && apt install -y --no-install-recommends --no-remove "${missing[@]}"; then return; fi
    say "attempt $attempt failed"
    sleep $((attempt * 5))
  done
  die "could not install: ${missing[*]}"
}

# The official SDKs' newest versions need a newer Node than Debian's. npm carries Node itself, as plain files.
install_node() {
  local machine attempt
  if node_folder >/dev/null; then return; fi
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "npm has no Node for $(uname -m): install Node 22 or newer, then run this again" ;;
  esac
  say "installing Node 22 into build/node"
  mkdir -p "$root/build/node"
  for attempt in 1 2 3; do
    if npm install --prefix "$root/build/node" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
      --loglevel=error "node-linux-$machine@22"; then
      ln -sfn "node_modules/node-linux-$machine/bin" "$root/build/node/bin"
      node_folder >/dev/null || die "the Node that npm brought does not run"
      return
    fi
    say "attempt $attempt failed"
    sleep $((attempt * 5))
  done
  die "could not install Node 22 from npm"
}

install_missing
if $with_tests || $with_benchmarks; then install_node; fi
if $with_tests; then "$root/tools/fetch_proxies.sh"; fi
if $with_benchmarks; then "$root/tools/fetch_proxies.sh" nginx haproxy; fi
