"""How the command line becomes the server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from armillary.cli.up import data_folder, find_binary


def test_finds_the_server_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    binary = tmp_path / "armillaryd"
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_binary()
    assert found is not None
    assert found.name == "armillaryd"


@pytest.mark.parametrize(
    ("data", "variables", "text", "folder"),
    [
        ("given", {"ARMILLARY_DATA": "variable"}, 'data = "file"', "given"),
        (None, {"ARMILLARY_DATA": "variable"}, 'data = "file"', "variable"),
        (None, {}, 'data = "file"', "file"),
        (None, {}, 'listen = "127.0.0.1:1"', "data"),
        (None, {}, "no toml", "data"),
    ],
)
def test_notes_the_folder_that_the_server_takes(
    tmp_path: Path, data: str | None, variables: dict[str, str], text: str, folder: str
) -> None:
    config = tmp_path / "armillary.toml"
    config.write_text(text)
    found = data_folder(Path(data) if data else None, config, variables)
    assert found == Path(folder).resolve()


def test_passes_to_the_server_only_what_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = tmp_path / "armillaryd"
    binary.write_text('#!/bin/sh\necho "$@"\n')
    binary.chmod(0o755)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    script = (
        "import sys; from pathlib import Path; from armillary.cli import main\n"
        "import armillary.cli.up as up_module\n"
        f"up_module.find_binary = lambda: Path({str(binary)!r})\n"
        "main()"
    )
    command = [sys.executable, "-c", script, "up", "--config", "c.toml", "--http.threads", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "up --config c.toml --http.threads 2\n"
