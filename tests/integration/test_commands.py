"""What the binary's other commands say."""

from __future__ import annotations

from pathlib import Path

from tests.integration.running import run


def test_check_of_a_folder_without_an_installation_fails_and_makes_nothing(tmp_path: Path) -> None:
    done = run("check", "--data", str(tmp_path / "typo"))
    assert done.returncode == 1
    assert "data_folder_unusable" in done.stderr
    assert not (tmp_path / "typo").exists()
