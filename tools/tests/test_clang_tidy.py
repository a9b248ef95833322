"""What tools/clang_tidy.py makes of how clang-tidy ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clang_tidy import Unit, apart

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "app" / "main.cc"


def run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """The tool over one file, with a clang-tidy that does what the script says."""
    program = folder / "clang-tidy"
    program.write_text(f'#!/bin/bash\n[[ "$1" == --version ]] && exit 0\n{script}\n')
    program.chmod(0o755)
    unit = {"directory": str(folder), "file": str(SOURCE), "command": f"c++ -c {SOURCE}"}
    (folder / "compile_commands.json").write_text(json.dumps([unit]))
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    tool = ROOT / "tools" / "clang_tidy.py"
    command = [str(tool), "--build", str(folder), "--program", str(program)]
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_a_file_that_passed_is_not_looked_at_again(tmp_path: Path) -> None:
    first, second = run(tmp_path, "exit 0"), run(tmp_path, "exit 0")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "1 looked at" in first.stdout
    assert "0 looked at" in second.stdout


def test_a_finding_fails(tmp_path: Path) -> None:
    done = run(tmp_path, f"echo '{SOURCE}:3:1: error: bad [check]'; exit 1")
    assert done.returncode == 1
    assert "src/app/main.cc:3:1: error: bad [check]\n" in done.stdout
    assert "clang-tidy: 1 findings" in done.stdout


@pytest.mark.parametrize("end", ["exit 139", "kill -SEGV $$", "exit 1"])
def test_a_crash_is_a_finding_and_is_not_remembered_as_passed(tmp_path: Path, end: str) -> None:
    for _ in range(2):
        done = run(tmp_path, f"echo 'Stack dump' >&2; {end}")
        assert done.returncode == 1
        assert "src/app/main.cc:1:1: error: clang-tidy ended with" in done.stdout
        assert "Stack dump" in done.stdout
        assert "1 looked at" in done.stdout


def test_sources_that_are_compiled_together_are_looked_at_one_by_one(tmp_path: Path) -> None:
    sources = [ROOT / "src" / "app" / name for name in ("main.cc", "version.cc")]
    together = tmp_path / "Unity" / "unity_0_cxx.cxx"
    together.parent.mkdir()
    together.write_text("".join(f'#include "{source}"\n' for source in sources))
    unit = Unit(together, str(tmp_path), f"c++ -DX -c {together}")
    assert apart(unit) == [
        Unit(source, str(tmp_path), f"c++ -DX -c {source}") for source in sources
    ]
