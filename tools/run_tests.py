#!/usr/bin/env python3
"""Runs every test of a build, C++, Python, browser; its last line: N passed, N failed."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_TESTS = ["sdk/python/tests", "tools/tests", "tests"]


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def count_cases(report: Path) -> Count:
    """The test cases of one JUnit file, as GoogleTest, ctest and pytest write it."""
    total = Count()
    for case in ET.parse(report).iter("testcase"):
        if case.get("result") == "suppressed":
            continue
        failed = any(child.tag in {"failure", "error"} for child in case)
        skipped = any(child.tag == "skipped" for child in case)
        total += Count(int(not failed and not skipped), int(failed), int(skipped and not failed))
    return total


def run_ctest(build: Path, results: Path) -> Count:
    """Counts single tests; a program that failed without saying which test counts as one."""
    environment = {**os.environ, "GTEST_OUTPUT": f"xml:{results}/gtest/"}
    summary = results / "ctest.xml"
    command = ["ctest", "--test-dir", str(build), "--output-on-failure", "--no-tests=error"]
    command += ["--output-junit", str(summary), "-j", str(os.cpu_count() or 1)]
    code = subprocess.run(command, check=False, env=environment).returncode
    cases = sum((count_cases(file) for file in (results / "gtest").glob("*.xml")), Count())
    if cases.failed == 0:
        programs = count_cases(summary).failed if summary.exists() else 0
        cases += Count(failed=max(programs, int(code != 0)))
    return cases


def run_pytest(folder: Path, results: Path) -> Count:
    report = results / f"pytest-{folder.parent.name}-{folder.name}.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", str(folder)]
    code = subprocess.run(command, check=False, cwd=ROOT).returncode
    cases = count_cases(report) if report.exists() else Count()
    return cases if cases.failed or code == 0 else cases + Count(failed=1)


WORKBENCH_TESTS = {
    "workbench": ["vitest", "run", "--reporter=default", "--reporter=junit"],
    "browser": ["playwright", "test", "--reporter=list,junit"],
}


def run_workbench(name: str, results: Path) -> Count:
    """The pages by themselves, or in a browser against the built server."""
    report = results / f"{name}.xml"
    command = [f"node_modules/.bin/{WORKBENCH_TESTS[name][0]}", *WORKBENCH_TESTS[name][1:]]
    if name == "workbench":
        command.append(f"--outputFile.junit={report}")
    environment = {**os.environ, "PLAYWRIGHT_JUNIT_OUTPUT_FILE": str(report)}
    folder = ROOT / "workbench"
    code = subprocess.run(command, check=False, cwd=folder, env=environment).returncode
    cases = count_cases(report) if report.exists() else Count()
    return cases if cases.failed or code == 0 else cases + Count(failed=1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a configured build folder")
    build = parser.parse_args().build.resolve()
    results = build / "test-results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    os.environ.setdefault("ARMILLARY_BUILD", str(build))

    started = time.monotonic()
    total = run_ctest(build, results)
    print(f"C++: {total} in {time.monotonic() - started:.1f} s", flush=True)
    for name in PYTHON_TESTS:
        if any((ROOT / name).rglob("test_*.py")):
            begun = time.monotonic()
            count = run_pytest(ROOT / name, results)
            print(f"{name}: {count} in {time.monotonic() - begun:.1f} s", flush=True)
            total += count
    for name in WORKBENCH_TESTS:
        begun = time.monotonic()
        count = run_workbench(name, results)
        print(f"{name}: {count} in {time.monotonic() - begun:.1f} s", flush=True)
        total += count
    print(total)
    return 0 if total.passed and not total.failed else 1


if __name__ == "__main__":
    sys.exit(main())
