# Sourced by scripts that prove something in another Debian than this machine's: makes minimal roots and runs commands there.
# Needs root. Packages come from where this machine's come from.
# shellcheck shell=bash

# Prints "URI suite" for each Debian archive that this machine's apt uses.
debian_archives() {
  # shellcheck disable=SC2016 # apt expands these
  apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)' 'Created-By: Packages' |
    awk -F'|' '$1 == "Debian" { print $2, $3 }' | sort -u
}

# make_debian_root RELEASE FOLDER: the folder must be there, and empty.
make_debian_root() {
  local release=$1 folder=$2 found mirror archive uri suite
  ((EUID == 0)) || die "chroot and mount need root"
  if ! command -v debootstrap >/dev/null; then
    apt-get -q update
    DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends debootstrap
  fi
  mapfile -t found < <(debian_archives)
  ((${#found[@]} > 0)) || die "no Debian archive in this machine's apt sources (apt-get update makes them known)"
  # The main archive is the one whose suite has no suffix ("-updates", "-security").
  mirror=$(printf '%s\n' "${found[@]}" | awk '$2 !~ /-/ { print $1; exit }')
  [[ -n $mirror ]] || die "no main archive in this machine's apt sources"

  unshare --mount debootstrap --variant=minbase "$release" "$folder" "$mirror"
  chmod 0755 "$folder" # it becomes "/", which every user may enter
  # Updates and security, as this machine has them, for the release at hand.
  for archive in "${found[@]}"; do
    read -r uri suite <<<"$archive"
    if [[ $suite == *-* ]]; then echo "deb $uri $release-${suite#*-} main"; fi
  done >"$folder/etc/apt/sources.list.d/more.list"

  # How this machine reaches the network: names, its own certificate authorities, npm's machine-wide settings.
  cp -L /etc/resolv.conf /etc/hosts "$folder/etc/"
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    mkdir -p "$folder/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$folder/usr/local/share/ca-certificates/"
  fi
  if [[ -f /etc/npmrc ]]; then cp /etc/npmrc "$folder/etc/"; fi
}

# inside_root FOLDER [NAME=VALUE...] COMMAND...: mounts and processes live in namespaces that end with the command, however it
# ends. "/" is a mount there, as on a machine, or it could not be unshared again. The network is this machine's.
inside_root() {
  # shellcheck disable=SC2016 # the inner shell expands
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb unshare --mount sh -eu -c '
    folder=$1
    shift
    mount --rbind "$folder" "$folder"
    exec unshare --mount --pid --fork --kill-child --root="$folder" --mount-proc env "$@"
  ' sh "$@"
}
