"""A link into nothing and a module that is not drawn are found."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import check_docs

ARCHITECTURE = "# A\n\n| module | owns |\n|---|---|\n| base | a |\n| `jobs` | b |\n\n[x](#a)\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    cmake = "armillary_module(base)\narmillary_module(jobs USES base)\n"
    (tmp_path / "src" / "CMakeLists.txt").write_text(cmake)
    (tmp_path / "ARCHITECTURE.md").write_text(ARCHITECTURE)
    subprocess.run(["git", "init", "-q"], check=True, cwd=tmp_path)
    return tmp_path


def test_a_sound_tree_passes(tree: Path) -> None:
    (tree / "README.md").write_text("[a](ARCHITECTURE.md#a) [b](https://x.y)\n```\n[c](d)\n```\n")
    assert list(check_docs.problems(tree)) == []


def test_finds_a_link_that_leads_nowhere(tree: Path) -> None:
    (tree / "README.md").write_text("\n[a](docs/guide.md)\n")
    assert list(check_docs.problems(tree)) == ["README.md:2: docs/guide.md leads nowhere"]


def test_finds_a_heading_that_is_not_there(tree: Path) -> None:
    (tree / "README.md").write_text("[a](ARCHITECTURE.md#b)\n")
    assert "no heading #b" in next(check_docs.problems(tree))


@pytest.mark.parametrize("named", ["test_a", "test_abc", "b(c)"])
def test_finds_a_test_that_a_page_names_and_a_file_does_not_hold(tree: Path, named: str) -> None:
    (tree / "test_x.py").write_text("def test_ab() -> None: ...\n")
    (tree / "README.md").write_text("[`test_ab`](test_x.py) [it](test_x.py)\n")
    assert list(check_docs.problems(tree)) == []
    (tree / "README.md").write_text(f"[`{named}`](test_x.py)\n")
    found = list(check_docs.problems(tree))
    assert found == [f"README.md:1: test_x.py does not hold `{named}`"]


@pytest.mark.parametrize("row", ["| jobs | b |\n| lake | c |", "", "| job | b |"])
def test_finds_modules_that_differ(tree: Path, row: str) -> None:
    text = ARCHITECTURE.replace("| `jobs` | b |", row)
    (tree / "ARCHITECTURE.md").write_text(text)
    assert "ARCHITECTURE.md lists" in next(check_docs.problems(tree))


def test_finds_modules_in_another_order(tree: Path) -> None:
    text = ARCHITECTURE.replace("| base | a |\n| `jobs` | b |", "| jobs | b |\n| base | a |")
    (tree / "ARCHITECTURE.md").write_text(text)
    assert "ARCHITECTURE.md lists" in next(check_docs.problems(tree))
