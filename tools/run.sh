#!/usr/bin/env bash
# Builds and runs geminid. With GEMINI_API_KEYS set it serves the real Gemini API; without, it tries everything out against
# a simulator of that API, with no account. Arguments go to geminid (tools/run.sh --help lists them).
set -euo pipefail
# shellcheck source=tools/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

geminid=build/release/server/app/geminid
simulator=build/release/tools/gemini_sim/gemini_sim
demo=build/demo-data

only_asks=false
for argument in "$@"; do
  case $argument in -h | --help | --version) only_asks=true ;; esac
done

build() {
  tools/setup.sh
  # The tests' libraries may be missing here; a folder that tools/test.sh configured keeps its tests.
  local tests=()
  if [[ ! -f build/release/CMakeCache.txt ]]; then tests=(-DBUILD_TESTING=OFF); fi
  cmake --preset release "${tests[@]}" >&2
  cmake --build --preset release --parallel "$(build_jobs)" --target "$@" >&2
  if ! $only_asks; then tools/build_web.sh >&2; fi
}

# Builds may end without the dashboard; --web-dir, as every flag, wins over this.
offer_dashboard() {
  local web=$root/build/web/dist
  if [[ -z ${GEMINID_WEB_DIR-} && -d $web ]]; then export GEMINID_WEB_DIR=$web; fi
}

if $only_asks || [[ -n ${GEMINI_API_KEYS-} ]]; then
  build geminid
  offer_dashboard
  exec "$geminid" "$@"
fi

# Prints the TCP port on which a process listens, as soon as it does. It asks the kernel, so no log format matters.
listening_port() {
  local pid=$1 fd link inodes port
  while kill -0 "$pid" 2>/dev/null; do
    inodes=""
    for fd in /proc/"$pid"/fd/*; do
      link=$(readlink "$fd" 2>/dev/null || true)
      if [[ $link == "socket:["* ]]; then inodes+=" ${link//[!0-9]/}"; fi
    done
    # Fields: 2 local address, 4 state (0A listens), 10 inode.
    port=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v inodes="$inodes" '
      BEGIN { split(inodes, list, " "); for (i in list) wanted[list[i]] }
      $4 == "0A" && ($10 in wanted) { sub(/.*:/, "", $2); print $2; exit }')
    if [[ -n $port ]]; then
      echo $((16#$port))
      return
    fi
    sleep 0.1
  done
  return 1
}

# A secret of the demonstration that stays the same from run to run.
demo_secret() {
  local file=$demo/$1 prefix=$2
  if [[ ! -s $file ]]; then
    (umask 077 && printf '%s%s\n' "$prefix" "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" >"$file")
  fi
  cat "$file"
}

build geminid gemini_sim
offer_dashboard
mkdir -p "$demo"

# Each runs in a session of its own, so that Ctrl-C reaches this script alone, which ends geminid first: it drains into the
# simulator. Should this script be killed, the kernel ends both.
start() { exec setsid setpriv --pdeathsig TERM -- "$@"; }

gateway_pid=""
simulator_pid=""
end_simulator() {
  if [[ -n $simulator_pid ]]; then kill -TERM "$simulator_pid" 2>/dev/null || true; fi
}
# Ends with geminid's own status, which is 0 when it drained.
stop() {
  trap '' INT TERM HUP
  [[ -n $gateway_pid ]] || exit 143
  kill -TERM "$gateway_pid" 2>/dev/null || true
  wait "$gateway_pid" && exit || exit
}
trap end_simulator EXIT
trap stop INT TERM HUP

keys="demo-key-0000000000000000001,demo-key-0000000000000000002,demo-key-0000000000000000003"
start "$simulator" --port 0 --keys "$keys" >"$demo/gemini_sim.log" 2>&1 &
simulator_pid=$!
simulator_port=$(listening_port "$simulator_pid") || die "the simulator did not start: see $demo/gemini_sim.log"

# The store is the demonstration's own, lest made-up keys get among real ones.
export GEMINI_API_KEYS=$keys GEMINI_BASE_URL=http://127.0.0.1:$simulator_port GEMINID_DATA_DIR=$root/$demo/store
export GEMINID_USER_KEYS=${GEMINID_USER_KEYS:-$(demo_secret user-key sk-demo-)}
export GEMINID_ADMIN_TOKEN=${GEMINID_ADMIN_TOKEN:-$(demo_secret admin-token demo-admin-)}
export GEMINID_ADMIN_PASSWORD=${GEMINID_ADMIN_PASSWORD:-$(demo_secret admin-password demo-password-)}
user_key=${GEMINID_USER_KEYS%%[, ]*}
# A proxy for the internet is none for the simulator.
export no_proxy=${no_proxy:-${NO_PROXY-}},127.0.0.1

start "$geminid" "$@" &
gateway_pid=$!
# Where it cannot start, it has said why.
port=$(listening_port "$gateway_pid") || { wait "$gateway_pid" && exit || exit; }
until curl -fsS --noproxy '*' -o "$demo/health.json" "http://localhost:$port/health" 2>/dev/null; do
  kill -0 "$gateway_pid" 2>/dev/null || { wait "$gateway_pid" && exit || exit; }
  sleep 0.1
done

cat <<EOT

  ------------------------------------------------------------------------------------------------
  GEMINI_API_KEYS is not set: geminid runs against a SIMULATOR of the Gemini API. No answer comes
  from Google. For the real API: GEMINI_API_KEYS=<your keys> tools/run.sh

    base URL     http://localhost:$port/v1
    user key     $user_key
    dashboard    http://localhost:$port/admin/
    password     $GEMINID_ADMIN_PASSWORD
    admin token  $GEMINID_ADMIN_TOKEN   (http://localhost:$port/admin/api/keys)

  curl http://localhost:$port/v1/chat/completions -H 'Authorization: Bearer $user_key' \\
    -H 'Content-Type: application/json' \\
    -d '{"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "Hello!"}]}'
  ------------------------------------------------------------------------------------------------

EOT
wait "$gateway_pid"
