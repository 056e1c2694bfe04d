#!/usr/bin/env bash
# Boots the systemd of a Debian root as the first process of namespaces of its own, with a network that reaches nobody, and stays
# until it ends: boot_root.sh ROOT. Needs root, and a kernel with cgroup v2, beside v1 or alone.
set -euo pipefail

root=$1
groups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
[[ -n $groups ]] || { echo "error: cgroup v2 is not mounted" >&2; exit 1; }
group=$groups/geminid-boot-$$
mkdir "$group"
child=""
end() {
  if [[ -n $child ]]; then
    # unshare passes over a gentler signal; its namespaces, which nobody needs any more, end with it.
    kill -KILL "$child" 2>/dev/null || true
    wait "$child" || true
  fi
  # The kernel empties the groups a moment after the last process.
  for _ in $(seq 100); do
    if find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; then return; fi
    sleep 0.1
  done
}
trap end EXIT
trap 'exit 143' INT TERM

# The namespace of cgroups begins with the one that this process is in.
# shellcheck disable=SC2016 # the inner shell expands
(
  echo "$BASHPID" >"$group/cgroup.procs"
  exec setpriv --pdeathsig TERM -- unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child --propagation private \
    sh -eu -c '
      cd "$1"
      hostname geminid-boot
      ip link set lo up 2>/dev/null || true
      mount --bind . .
      cd "$1"
      mount -t proc proc proc
      mount --bind proc/sys proc/sys
      mount -o remount,bind,ro proc/sys
      mount -t sysfs -o ro sysfs sys
      mount -t cgroup2 cgroup2 sys/fs/cgroup
      mount -t tmpfs -o mode=0755 tmpfs run
      mount -t tmpfs -o mode=0755 tmpfs dev
      mkdir dev/pts dev/shm
      mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
      mount -t tmpfs tmpfs dev/shm
      for device in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
        mknod -m 0666 "dev/${device% *}" c 1 "${device#* }"
      done
      mknod -m 0666 dev/tty c 5 0
      ln -s pts/ptmx dev/ptmx
      ln -s /proc/self/fd dev/fd
      pivot_root . mnt
      umount -l mnt
      exec env -i container=geminid-boot PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system
    ' sh "$root"
) &
child=$!
wait "$child"
