#!/usr/bin/env bash
# Proves the Debian package in a fresh root of this machine's release, with systemd as its first process: installed by apt with its
# dependencies, upgraded under load with its state kept, stopped under load, killed, removed, purged (tests/deploy/package_proof.py);
# then the suite of OpenAI's SDK against what was installed. Takes minutes; needs root.
# GEMINI_SIM_BIN names a simulator that is built already.
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=tools/debian_root.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian_root.sh"
cd "$root"

((EUID == 0)) || die "chroot and mount need root"
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
work=$(mktemp -d /var/tmp/geminid-deb.XXXXXX)
chmod 0755 "$work"
boot=""
end() {
  if [[ -n $boot ]]; then
    kill -TERM "$boot" 2>/dev/null || true
    wait "$boot" || true
  fi
  rm -rf --one-file-system "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

tools/setup.sh --test
for revision in 1 2; do
  package=$(tools/make_deb.sh --revision "$revision")
  say "$package: $(du --block-size=1000 --apparent-size "$package" | cut -f 1) KB"
  cp "$package" "$work/$revision.deb"
done
simulator=${GEMINI_SIM_BIN:-$root/build/release/tools/gemini_sim/gemini_sim}
if [[ ! -x $simulator ]]; then cmake --build --preset release --parallel "$(build_jobs)" --target gemini_sim; fi

say "a fresh $release with systemd in $work"
machine=$work/root
mkdir "$machine"
make_debian_root "$release" "$machine"
inside() { inside_root "$machine" DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get -q update
inside apt-get -q install -y --no-install-recommends systemd systemd-sysv dbus
cp "$work"/[12].deb "$machine/root/"
# What it depends on is fetched now, since the booted root reaches nobody.
inside apt-get -q install -y --no-install-recommends --download-only /root/1.deb

tools/boot_root.sh "$machine" >"$work/boot.log" 2>&1 &
boot=$!
# boot_root.sh > the subshell that became unshare > systemd
# Nothing, where it has ended meanwhile or has none.
child_of() { cut -d ' ' -f 1 "/proc/$1/task/$1/children" 2>/dev/null || true; }
leader=""
for _ in $(seq 600); do
  kill -0 "$boot" 2>/dev/null || die "the root did not boot: $(cat "$work/boot.log")"
  unshared=$(child_of "$boot")
  if [[ -n $unshared ]]; then leader=$(child_of "$unshared"); fi
  if [[ -n $leader ]] && nsenter --target "$leader" --all --root -- systemctl is-system-running 2>/dev/null |
    grep -qE 'running|degraded'; then break; fi
  sleep 0.1
done
nsenter --target "$leader" --all --root -- systemctl is-system-running || true

say "the life of the package"
export GEMINI_SIM_BIN=$simulator GEMINID_BIN=/usr/bin/geminid GEMINID_BOOTED=$leader
nsenter --target "$leader" --net -- python3 tests/deploy/package_proof.py

say "the suite of OpenAI's SDK, with what the package installs"
inside apt-get -q install -y --no-install-recommends /root/2.deb
user=$(awk -F: '$1 == "geminid" { print $3 ":" $4 }' "$machine/etc/passwd")
install -d "$machine/var/lib/geminid"
cat >"$work/geminid" <<END
#!/bin/sh
exec "$root/tools/in_root.sh" "$machine" "$user" /var/lib/geminid /usr/bin/geminid "\$@"
END
chmod +x "$work/geminid"
GEMINID_BIN=$work/geminid tests/end_to_end/run.sh openai_sdk "$root/build/openai-sdk"
say "the package is proven on $release"
