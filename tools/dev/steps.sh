# The commands of ./dev but for ci. Sourced by ./dev.

readonly release=build/release

# compile PRESET [TARGETS]: configures once, then leaves it to ninja, which configures again when it
# must.
compile() {
  local preset=$1
  shift
  mkdir -p build
  if [[ ! -f build/$preset/build.ninja ]]; then
    cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 \
      || { cat "build/$preset.configure.log"; return 1; }
  fi
  ninja -C "build/$preset" "$@"
}

build_release() {
  step "Build build/release" compile release
  build_pages
}

command_deps() { need test check; }

command_build() {
  need
  build_release
}

command_test() {
  need test
  build_release
  run_tests
}

run_tests() {
  identity_provider || return
  with_node $python tools/run_tests.py --build "$release"
}

command_demo() {
  need
  build_release
  exec $python examples/demo/demo.py "$@"
}

command_run() {
  need
  build_release
  exec .venv/bin/armillary up "$@"
}

command_bench() {
  need test bench
  build_release
  step "Build the benchmarks" compile release benchmarks
  PYTHONPATH=$PWD with_node $python tests/bench/bench.py "$@"
}

command_fuzz() {
  need check
  fuzz "$@"
}

fuzz() {
  step "Build build/fuzz" compile fuzz fuzz_targets
  step "Fuzzing" $python tests/fuzz/fuzz.py "$@"
}

own_cpp() { git ls-files --cached --others --exclude-standard 'src/*.cc' 'src/*.h' 'tests/*.cc' 'tests/*.h'; }

# format_sources [--check]
format_sources() {
  local clang=(-i) format=() lint=(--fix) prettier=(--write) failed=0
  if [[ "${1:-}" == "--check" ]]; then
    clang=(--dry-run -Werror)
    format=(--check)
    lint=()
    prettier=(--check)
  fi
  own_cpp | xargs --no-run-if-empty clang-format-19 "${clang[@]}" || failed=1
  $python -m ruff check --quiet --output-format concise "${lint[@]}" . || failed=1
  $python -m ruff format --quiet "${format[@]}" . || failed=1
  format_workbench "${prettier[@]}" || failed=1
  return $failed
}

command_fmt() {
  need check
  format_sources "$@"
}

command_tidy() {
  need check
  step "tidy" $python tools/tidy.py
  build_release
  step "Link check" $python tools/link_check.py --build "$release"
  step "clang-tidy" $python tools/clang_tidy.py --build "$release"
}

# generated_pages [--check]
generated_pages() {
  $python tools/licences.py "$@" || return
  $python tools/docs_errors.py "$@" || return
  $python tools/docs_roles.py "$@" || return
  $python sdk/python/tools/generate_errors.py "$@" || return
  $python tools/check_contract.py || return
  $python tools/check_docs.py
}

command_docs() {
  need
  generated_pages "$@"
}

command_package() {
  need
  build_release
  step "Package" $python tools/package.py --build "$release"
}
