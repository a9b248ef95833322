"""The last line of ./dev test counts single tests, and a crash is a failure."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import run_tests
from run_tests import Count, Suite

GTEST = """<testsuites><testsuite>
<testcase name="a" status="run" result="completed"/>
<testcase name="b" status="run"><failure message="x"/></testcase>
<testcase name="c" status="run" result="skipped"><skipped/></testcase>
<testcase name="d" status="notrun" result="suppressed"/>
</testsuite></testsuites>"""


def cmake_test(build: Path, command: str) -> None:
    (build / "CTestTestfile.cmake").write_text(f'add_test(one "bash" "-c" "{command}")\n')


def test_counts_the_cases_of_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(GTEST)
    assert run_tests.count_cases(tmp_path / "a.xml") == Count(passed=1, failed=1, skipped=1)


def test_writes_the_line_that_ends_a_run() -> None:
    assert str(Count(3, 1)) == "3 passed, 1 failed"
    assert str(Count(3, 0) + Count(1, 0, 2)) == "4 passed, 0 failed, 2 skipped"


@pytest.mark.parametrize(
    ("command", "count"),
    [
        ("mkdir -p ${GTEST_OUTPUT#xml:} && cp ../a.xml ${GTEST_OUTPUT#xml:}", Count(1, 1, 1)),
        ("kill -11 $$", Count(failed=1)),
        ("exit 3", Count(failed=1)),
    ],
)
def test_a_program_that_dies_is_a_failed_test(tmp_path: Path, command: str, count: Count) -> None:
    (tmp_path / "a.xml").write_text(GTEST)
    build = tmp_path / "build"
    build.mkdir()
    cmake_test(build, command.replace("$", "\\$"))
    assert run_tests.run_ctest(build, build / "test-results") == count


def test_a_build_without_tests_fails(tmp_path: Path) -> None:
    (tmp_path / "CTestTestfile.cmake").write_text("")
    assert run_tests.run_ctest(tmp_path, tmp_path / "results").failed == 1


def test_a_suite_that_dies_is_a_failed_test(tmp_path: Path) -> None:
    assert run_tests.run_suite(Suite("one", ["false"], tmp_path / "none.xml")) == Count(failed=1)


def test_shows_the_words_of_a_suite_whole_and_counts_all_of_a_lane(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xml").write_text(GTEST)
    one = Suite("one", ["echo", "words of one"], tmp_path / "a.xml")
    two = Suite("two", ["true"], tmp_path / "a.xml")
    assert run_tests.run_lane([one, two], holds_words=True) == Count(2, 2, 2)
    assert "words of one\none: 1 passed, 1 failed, 1 skipped in" in capsys.readouterr().out


def test_every_test_is_of_one_suite() -> None:
    names = [name for lane in run_tests.LANES for name in lane]
    assert len(names) == len(set(names))
    assert {"workbench", "browser"} <= set(names)
    tracked = subprocess.run(
        ["git", "ls-files", "**/test_*.py"],
        check=True,
        cwd=run_tests.ROOT,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert tracked
    assert [
        file for file in tracked if not any(file.startswith(f"{name}/") for name in names)
    ] == []
