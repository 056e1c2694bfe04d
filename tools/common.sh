# Sourced by the scripts of tools/ and .ci/: where the tree is, how to speak, which Node to use.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export root

say() { printf '== %s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# A compiler with Asio and CAF takes up to 1.5 GB, so memory limits the jobs as well as cores do. Where a container may have less
# than its machine has, its cgroup tells, as far as it is seen from within; JOBS, where it is set, knows better.
build_jobs() {
  local cores memory_kb limit quota period jobs
  if [[ -n ${JOBS-} ]]; then
    echo "$JOBS"
    return
  fi
  cores=$(nproc)
  memory_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null | head -n 1 || true)
  if [[ $limit =~ ^[0-9]{1,18}$ ]] && ((limit / 1024 < memory_kb)); then memory_kb=$((limit / 1024)); fi
  if read -r quota period 2>/dev/null </sys/fs/cgroup/cpu.max && [[ $quota =~ ^[0-9]+$ ]]; then
    quota=$(((quota + period - 1) / period))
    if ((quota < cores)); then cores=$quota; fi
  fi
  jobs=$((memory_kb / 1500000))
  if ((jobs > cores)); then jobs=$cores; fi
  if ((jobs < 1)); then jobs=1; fi
  echo "$jobs"
}

# Prints the folder of a Node of the needed major version: the system's, else the one that setup put into build/node.
node_folder() {
  local needed=22 candidate
  for candidate in "$(command -v node || true)" "$root/build/node/bin/node"; do
    if [[ -x $candidate ]] && (($("$candidate" -p 'process.versions.node.split(".")[0]' || echo 0) >= needed)); then
      dirname "$candidate"
      return
    fi
  done
  return 1
}
