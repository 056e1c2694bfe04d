#!/usr/bin/env bash
# Runs a program that is installed in a folder as a container's engine would run it, and in the same process, so that who starts
# it can signal it:
#   in_root.sh ROOT USER:GROUP DATA PROGRAM [ARGUMENT...]
# ROOT becomes "/" and is read-only but for DATA, the working folder, which is this machine's folder GEMINID_DATA_DIR. Where ROOT is
# "/" already, DATA is empty: that folder stays where it is. USER and GROUP are numbers. The environment is the caller's, the network
# this machine's; no right of root's is left. Needs root.
set -euo pipefail

root=$1 user=$2 data=$3
shift 3
: "${GEMINID_DATA_DIR:?names the folder that can be written}"
mkdir -p "$GEMINID_DATA_DIR"
chown "$user" "$GEMINID_DATA_DIR"

# The last setpriv is the one whose --pdeathsig stays: a change of the user takes it back.
# shellcheck disable=SC2016 # the inner shells expand
exec unshare --mount sh -eu -c '
  root=$1 user=$2 data=${3:-$GEMINID_DATA_DIR}
  shift 3
  # "/" need not be a mount of its own, so it is seen from a place that is.
  if [ "$root" = / ]; then
    root=/mnt
    mount --rbind / "$root"
  else
    mount --bind "$root" "$root"
    mount --bind /proc "$root/proc"
  fi
  mount --bind "$GEMINID_DATA_DIR" "$root$data"
  mount -o remount,bind,ro "$root"
  export GEMINID_DATA_DIR="$data"
  exec chroot "$root" sh -eu -c "cd \"\$GEMINID_DATA_DIR\"; exec \"\$@\"" sh \
    setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all -- \
    setpriv --pdeathsig KILL -- "$@"
' sh "$root" "$user" "$data" "$@"
