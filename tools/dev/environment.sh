# What must be on the machine before anything is built. Sourced by ./dev.
# Every step is skipped, in milliseconds, when its result is there already. Functions that run as a
# step end each command with `|| return`: bash ignores `set -e` below a `||`.

readonly system_python=/usr/bin/python3
readonly python=.venv/bin/python

# step TITLE COMMAND...: runs the command and says how long it took.
step() {
  local title=$1 started=$EPOCHREALTIME
  shift
  echo "==> $title"
  "$@" || return
  echo "    $title: $(seconds_since "$started") s"
}

seconds_since() {
  local micros=$((${EPOCHREALTIME/./} - ${1/./}))
  printf '%d.%d' $((micros / 1000000)) $((micros / 100000 % 10))
}

# Lines "package why" of the groups that are not installed.
missing_packages() {
  local group package licence why installed
  installed=" $(dpkg-query --show --showformat '${Package}/${db:Status-Status} ' 2>/dev/null) "
  while read -r group package licence why; do
    if [[ " $* " == *" $group "* && "$installed" != *" $package/installed "* ]]; then
      echo "$package $why"
    fi
  done < <(grep -v '^#' third_party/apt.txt)
}

is_root() { [[ $EUID -eq 0 ]]; }

stop_for_hand_work() {
  echo "$1"
  exit 3
}

# os_packages GROUP...: installs the missing ones of third_party/apt.txt, as root or by sudo.
os_packages() {
  if ! command -v dpkg-query >/dev/null; then
    stop_for_hand_work "Armillary is built on Debian 12 (or in its container); this system has no dpkg."
  fi
  local missing names as_root=()
  missing=$(missing_packages "$@")
  if [[ -z "$missing" ]]; then
    return 0
  fi
  names=$(cut -d ' ' -f 1 <<<"$missing" | tr '\n' ' ')
  echo "These Debian packages are missing:"
  while read -r package why; do printf '  %-28s %s\n' "$package" "$why"; done <<<"$missing"
  if ! is_root; then
    as_root=(sudo)
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      stop_for_hand_work "Installing them takes root. Run this line as root, then ./dev again:
  apt-get update && apt-get install -y --no-install-recommends $names"
    fi
    echo "sudo is used for this one step."
  fi
  # shellcheck disable=SC2086
  step "Debian packages" install_packages "${as_root[@]}" -- $names || stop_for_hand_work \
    "apt-get did not succeed. When this line works as root, run ./dev again:
  apt-get update && apt-get install -y --no-install-recommends $names"
}

# install_packages [sudo] -- NAMES...: quiet, unless it fails.
install_packages() {
  local prefix=() log
  while [[ "$1" != "--" ]]; do prefix+=("$1") && shift; done
  shift
  log=$(mktemp)
  {
    "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq \
      && "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@"
  } >"$log" 2>&1 || { tail -n 20 "$log"; return 1; }
  rm -f "$log"
}

# hash_of FILES...: one hash over those that exist.
hash_of() { { cat "$@" 2>/dev/null || true; } | sha256sum | cut -d ' ' -f 1; }

# .venv, with exactly the packages of third_party/python.lock and our own SDK. Made anew when they
# change or the checkout has moved: scripts and the SDK's link hold the folder's name.
python_environment() {
  local wanted
  wanted="$(hash_of third_party/python.lock sdk/python/pyproject.toml) $PWD"
  if [[ "$(cat .venv/.complete 2>/dev/null)" == "$wanted" ]] && $python --version >/dev/null 2>&1; then
    return 0
  fi
  step "Python packages into .venv" install_python_packages
  echo "$wanted" >.venv/.complete
}

install_python_packages() {
  rm -rf .venv
  $system_python -m venv .venv || return
  $python -m pip install --quiet --only-binary :all: --require-hashes -r third_party/python.lock \
    || return
  if [[ -f sdk/python/pyproject.toml ]]; then
    $python -m pip install --quiet --no-deps --no-build-isolation --editable sdk/python || return
  fi
}

fetched_parts() {
  if ! $python tools/fetch.py --check; then
    step "Parts into .deps" $python tools/fetch.py
  fi
}

# need GROUP...: everything that the commands below stand on.
need() {
  os_packages build "$@"
  python_environment
  fetched_parts
  workbench_packages
}
