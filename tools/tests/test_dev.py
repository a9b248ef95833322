"""What ./dev says and does on machines that lack something."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/bash\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def shell(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Runs a script after the functions of ./dev, with the programs of `folder` first."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"source tools/dev/environment.sh\n{script}"],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with nothing installed but git, whose sudo asks for a password."""
    program(tmp_path, "dpkg-query", "echo 'git/installed '")
    program(tmp_path, "sudo", "exit 1")
    program(tmp_path, "apt-get", f'echo "apt-get $*" >> {tmp_path}/asked')
    return tmp_path


def test_names_what_is_missing_and_why(bare: Path) -> None:
    said = shell(bare, "missing_packages build").stdout
    assert "libsodium-dev Ed25519, keyed hashes, random numbers\n" in said
    assert "\ngit " not in said
    assert "postgresql-15" not in said
    assert "postgresql-15" in shell(bare, "missing_packages test").stdout


def test_prints_the_exact_line_and_stops_where_it_may_not_install(bare: Path) -> None:
    done = shell(bare, "is_root() { false; }\nos_packages check\necho went on")
    assert done.returncode == 3
    line = "apt-get install -y --no-install-recommends clang-tidy-19 clang-format-19"
    assert line in done.stdout
    assert "went on" not in done.stdout
    assert not (bare / "asked").exists()


def test_installs_what_is_missing_as_root(bare: Path) -> None:
    done = shell(bare, "is_root() { true; }\nos_packages check\necho went on")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "went on" in done.stdout
    update, install = (bare / "asked").read_text().splitlines()
    assert update == "apt-get update -qq"
    assert install.endswith("clang-tidy-19 clang-format-19")


def test_shows_what_apt_said_when_it_fails(bare: Path) -> None:
    program(bare, "apt-get", "echo 'no such mirror' >&2\nexit 100")
    done = shell(bare, "is_root() { true; }\nos_packages check")
    assert done.returncode == 3
    assert "no such mirror" in done.stdout
    assert "run ./dev again" in done.stdout


def test_says_which_system_it_needs(tmp_path: Path) -> None:
    done = shell(tmp_path, "command() { return 1; }\nos_packages build")
    assert done.returncode == 3
    assert "Debian 12" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["frobnicate"]])
def test_an_unknown_command_is_wrong_usage(arguments: list[str]) -> None:
    done = subprocess.run(["./dev", *arguments], check=False, cwd=ROOT, capture_output=True)
    assert done.returncode == 2


def test_help_names_every_command() -> None:
    said = subprocess.run(["./dev", "--help"], check=True, cwd=ROOT, capture_output=True, text=True)
    for command in "demo build test run bench fmt tidy ci docs deps package".split():
        assert f"\n  {command} " in said.stdout
