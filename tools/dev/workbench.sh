# The workbench: its packages, pages, checks. Sourced by ./dev. Node and npm are those of
# third_party/lock.toml, whatever else is on the machine.

readonly pages=$release/workbench

node_folder() { sed -n 's/^set(ARMILLARY_NODE_DIR .*\/\(.*\))$/.deps\/\1/p' .deps/paths.cmake; }

# with_node COMMAND...: with our Node first.
with_node() { PATH="$PWD/$(node_folder)/bin:$PATH" "$@"; }

# in_workbench COMMAND...: in its folder, where the tools of its packages are found too.
in_workbench() {
  local node=$PWD/$(node_folder)
  (cd workbench && PATH="$PWD/node_modules/.bin:$node/bin:$PATH" "$@")
}

workbench_packages() {
  local wanted
  wanted=$(hash_of workbench/package.json workbench/package-lock.json workbench/.npmrc .deps/paths.cmake)
  if [[ "$(cat workbench/node_modules/.complete 2>/dev/null)" == "$wanted" ]]; then
    return 0
  fi
  step "Packages of the workbench" install_workbench_packages
  echo "$wanted" >workbench/node_modules/.complete
}

install_workbench_packages() {
  in_workbench node "$PWD/$(node_folder)/lib/node_modules/npm/bin/npm-cli.js" ci \
    --no-audit --no-fund --loglevel=error
}

# One hash over all that the pages are made of.
pages_hash() {
  {
    find workbench/src workbench/public contract -type f -print0 | LC_ALL=C sort -z \
      | xargs -0 sha256sum
    sha256sum workbench/index.html workbench/vite.config.ts workbench/package-lock.json
  } | sha256sum | cut -d ' ' -f 1
}

# The pages beside the server, made anew when what they are made of has changed.
build_pages() {
  local wanted
  wanted=$(pages_hash)
  if [[ -f $pages/index.html && "$(cat "$pages.complete" 2>/dev/null)" == "$wanted" ]]; then
    return 0
  fi
  rm -f "$pages.complete"
  ARMILLARY_PAGES=$PWD/$pages step "Build $pages" in_workbench vite build --logLevel warn || return
  echo "$wanted" >"$pages.complete"
}

# The cheap checks; the tests run with all the others.
check_workbench() {
  in_workbench node scripts/generate.mjs --check || return
  in_workbench tsc -p . || return
  in_workbench eslint --cache --cache-location node_modules/.cache/eslint --max-warnings 0 . || return
  in_workbench node scripts/size.mjs "../$pages"
}

format_workbench() { in_workbench prettier --log-level warn "$@" .; }
