#!/usr/bin/env python3
"""Runs every test of a build, C++, Python, browser; its last line: N passed, N failed."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


# What runs side by side, each lane about as long as the others. The first says what it does while
# it does it; `tests` are those that have no suite of their own.
LANES = (
    ("tests",),
    ("tests/integration/authorisation", "sdk/python/tests"),
    ("tests/docs", "tools/tests", "workbench"),
    ("browser", "tests/identity", "tests/conversion"),
)


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


@dataclass(frozen=True)
class Suite:
    """Tests of one program, which writes a JUnit report."""

    name: str
    command: list[str]
    report: Path
    folder: Path = ROOT


def pytest_suite(name: str, results: Path, *options: str) -> Suite:
    report = results / f"pytest-{name.replace('/', '-')}.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options, name]
    return Suite(name, command, report)


def suite_of(name: str, results: Path) -> Suite:
    """The suite of a lane: `workbench`, `browser`, or a folder of Python tests."""
    pages, report = ROOT / "workbench", results / f"{name}.xml"
    if name == "workbench":
        vitest = ["node_modules/.bin/vitest", "run", "--reporter=default", "--reporter=junit"]
        return Suite(name, [*vitest, f"--outputFile.junit={report}"], report, pages)
    if name == "browser":
        os.environ["PLAYWRIGHT_JUNIT_OUTPUT_FILE"] = str(report)
        playwright = ["node_modules/.bin/playwright", "test", "--reporter=list,junit"]
        return Suite(name, playwright, report, pages)
    inside = [other for lane in LANES for other in lane if other.startswith(f"{name}/")]
    return pytest_suite(name, results, *(f"--ignore={other}" for other in inside))


def lanes(results: Path) -> list[list[Suite]]:
    """The suites of each lane."""
    return [[suite_of(name, results) for name in lane] for lane in LANES]


def run_suite(suite: Suite, output: IO[str] | None = None) -> Count:
    """Its words go to `output`, or straight on; a suite that failed without saying which test did
    counts as one.
    """
    code = subprocess.run(
        suite.command, check=False, cwd=suite.folder, stdout=output, stderr=output
    ).returncode
    cases = count_cases(suite.report) if suite.report.exists() else Count()
    return cases if cases.failed or code == 0 else cases + Count(failed=1)


def run_lane(suites: list[Suite], holds_words: bool) -> Count:
    """One after the other; held words are shown when their suite has ended."""
    total = Count()
    for suite in suites:
        begun = time.monotonic()
        with tempfile.TemporaryFile("w+") as held:
            count = run_suite(suite, held if holds_words else None)
            held.seek(0)
            words = held.read()
        print(f"{words}{suite.name}: {count} in {time.monotonic() - begun:.1f} s", flush=True)
        total += count
    return total


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
    shown, *held = lanes(results)
    with ThreadPoolExecutor() as pool:
        beside = [pool.submit(run_lane, lane, True) for lane in held]
        total += run_lane(shown, False)
        total += sum((lane.result() for lane in beside), Count())
    print(total)
    return 0 if total.passed and not total.failed else 1


if __name__ == "__main__":
    sys.exit(main())
