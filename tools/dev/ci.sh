# ./dev ci: what must hold before a change lands. The cheap and telling checks come first.

# The modules with threads of their own.
readonly threaded=(base metadata net serving)

command_ci() {
  local started=$EPOCHREALTIME
  need test check
  step "tidy" $python tools/tidy.py
  step "Layout" format_sources --check
  step "Types of the Python code" python_types
  step "Docs and licences" generated_pages --check
  build_release
  step "Workbench" check_workbench
  step "Link check" $python tools/link_check.py --build "$release"
  step "clang-tidy" $python tools/clang_tidy.py --build "$release"
  step "Build build/asan" compile asan
  step "Tests under ASan and UBSan" sanitized_tests
  step "Build build/tsan" compile tsan "${threaded[@]/%/_test}"
  step "Tests under TSan" threaded_tests
  echo "==> All checks: $(seconds_since "$started") s; now the tests"
  ./dev test
}

# tools/tests apart: as modules they are called tests, like the folder tests.
python_types() { $python -m mypy && $python -m mypy tools/tests/*.py; }

sanitized_tests() {
  ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 \
    ctest --test-dir build/asan --parallel "$(nproc)" --output-on-failure
}

threaded_tests() {
  ctest --test-dir build/tsan --output-on-failure \
    --tests-regex "^($(IFS='|' && echo "${threaded[*]}"))\$"
}
