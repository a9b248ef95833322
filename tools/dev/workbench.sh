# The workbench: its packages, pages, checks. Sourced by ./dev.

readonly pages=$release/workbench

in_workbench() { in_folder workbench "$@"; }

workbench_packages() { node_packages "Packages of the workbench" workbench; }

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
