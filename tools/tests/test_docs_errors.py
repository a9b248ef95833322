"""The page of errors is current and leaves no code out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import docs_errors


def test_the_page_is_current() -> None:
    assert docs_errors.main(["--check"]) == 0


def test_every_code_has_one_row() -> None:
    text = docs_errors.SOURCE.read_text("utf-8")
    codes = [code for _, section in docs_errors.sections(text) for code in section]
    assert codes == list(yaml.safe_load(text))


def test_an_old_page_is_found_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "errors.md"
    old.write_text("old", "utf-8")
    monkeypatch.setattr(docs_errors, "PAGE", old)
    assert docs_errors.main(["--check"]) == 1
    assert old.read_text("utf-8") == "old"


def test_an_old_page_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "guide" / "errors.md"
    monkeypatch.setattr(docs_errors, "PAGE", page)
    assert docs_errors.main([]) == 0
    assert "| `not_found` | 404 |" in page.read_text("utf-8")
