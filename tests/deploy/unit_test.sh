#!/usr/bin/env bash
# systemd finds nothing wrong with the unit as it is installed, and hardly anything that the service may do without need:
# unit_test.sh BUILD WORK.
set -euo pipefail
build=$1 work=$2

rm -rf "$work"
cmake --install "$build" --prefix "$work" --component service >/dev/null
unit=$work/lib/systemd/system/geminid.service
[[ $(stat -c %a "$work/etc/geminid/geminid.env") == 640 ]]
grep -qx "EnvironmentFile=-$work/etc/geminid/geminid.env" "$unit"
grep -qx "ExecStart=$work/bin/geminid" "$unit"

# Installed again, it keeps what an administrator set.
echo PORT=9000 >"$work/etc/geminid/geminid.env"
cmake --install "$build" --prefix "$work" --component service >/dev/null
grep -qx PORT=9000 "$work/etc/geminid/geminid.env"

# The program itself is another component.
sed -i 's#^ExecStart=.*#ExecStart=/bin/true#' "$unit"
complaints=$(systemd-analyze verify "$unit" 2>&1)
[[ -z $complaints ]] || { echo "$complaints"; exit 1; }
# In tenths, of 100: 12 is what a service on the internet can come down to, with 5 for the network itself.
LC_ALL=C systemd-analyze security --no-pager --offline=true --threshold=15 "$unit"
