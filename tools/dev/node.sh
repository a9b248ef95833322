# Node and npm, those of third_party/lock.toml, whatever else is on the machine. Sourced by ./dev.

node_folder() { sed -n 's/^set(ARMILLARY_NODE_DIR .*\/\(.*\))$/.deps\/\1/p' .deps/paths.cmake; }

# with_node COMMAND...: with our Node first.
with_node() { PATH="$PWD/$(node_folder)/bin:$PATH" "$@"; }

# in_folder FOLDER COMMAND...: there, where the tools of its packages are found too.
in_folder() {
  local folder=$1 node=$PWD/$(node_folder)
  shift
  (cd "$folder" && PATH="$PWD/node_modules/.bin:$node/bin:$PATH" "$@")
}

# node_packages TITLE FOLDER: what the lock file of the folder names, unless it is there.
node_packages() {
  local title=$1 folder=$2 wanted
  wanted=$(hash_of "$folder"/package.json "$folder"/package-lock.json "$folder"/.npmrc .deps/paths.cmake)
  if [[ "$(cat "$folder/node_modules/.complete" 2>/dev/null)" == "$wanted" ]]; then
    return 0
  fi
  step "$title" install_node_packages "$folder" || return
  echo "$wanted" >"$folder/node_modules/.complete"
}

install_node_packages() {
  in_folder "$1" node "$PWD/$(node_folder)/lib/node_modules/npm/bin/npm-cli.js" ci \
    --ignore-scripts --no-audit --no-fund --loglevel=error
}
