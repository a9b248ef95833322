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


def shell(folder: Path, script: str, checkout: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs a script after the functions of ./dev, with the programs of `folder` first."""
    parts = "".join(f"source {ROOT}/tools/dev/{name}.sh\n" for name in ("environment", "steps"))
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", parts + script],
        check=False,
        cwd=checkout,
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
    line = "apt-get install -y --no-install-recommends clang-format-19 clang-19"
    assert line in done.stdout
    assert "went on" not in done.stdout
    assert not (bare / "asked").exists()


def test_installs_what_is_missing_as_root(bare: Path) -> None:
    done = shell(bare, "is_root() { true; }\nos_packages check\necho went on")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "went on" in done.stdout
    update, install = (bare / "asked").read_text().splitlines()
    assert update == "apt-get update -qq"
    assert install.endswith("clang-format-19 clang-19 libclang-rt-19-dev")


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


def checkout_with_environment(folder: Path) -> Path:
    """A checkout whose packages are installed, as far as its own notes say."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    program(folder / ".venv" / "bin", "python", "exit 0")
    (folder / "third_party").mkdir()
    (folder / "third_party" / "python.lock").write_text("one==1\n")
    done = shell(folder, f"install_python_packages() {{ :; }}\n{ENVIRONMENT}", folder)
    assert done.returncode == 0, done.stderr
    return folder


ENVIRONMENT = 'python_environment\n[[ -e .venv/kept ]] && echo kept || echo "not kept"'
MAKES_ANEW = "step() { rm -rf .venv; mkdir .venv; }"


def test_python_packages_stay_while_nothing_changed(tmp_path: Path) -> None:
    checkout = checkout_with_environment(tmp_path)
    (checkout / ".venv" / "kept").touch()
    assert shell(tmp_path, f"{MAKES_ANEW}\n{ENVIRONMENT}", checkout).stdout == "kept\n"


def test_python_packages_are_made_anew_when_the_checkout_moved(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    checkout = checkout_with_environment(tmp_path / "old").rename(tmp_path / "moved")
    (checkout / ".venv" / "kept").touch()
    assert shell(tmp_path, f"{MAKES_ANEW}\n{ENVIRONMENT}", checkout).stdout == "not kept\n"


def test_a_package_that_left_the_lock_leaves_the_environment(tmp_path: Path) -> None:
    checkout = checkout_with_environment(tmp_path)
    (checkout / ".venv" / "kept").touch()
    (checkout / "third_party" / "python.lock").write_text("")
    done = shell(tmp_path, ENVIRONMENT, checkout)  # An empty lock needs no network.
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not kept" in done.stdout
    assert (checkout / ".venv" / "bin" / "pip").exists()


def test_configures_in_a_checkout_without_a_build_folder(tmp_path: Path) -> None:
    for name in ("cmake", "ninja"):
        program(tmp_path, name, f'echo "{name} $*"')
    (tmp_path / "checkout").mkdir()
    done = shell(tmp_path, "compile release", tmp_path / "checkout")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "ninja -C build/release\n"


@pytest.mark.parametrize("arguments", [[], ["frobnicate"]])
def test_an_unknown_command_is_wrong_usage(arguments: list[str]) -> None:
    done = subprocess.run(["./dev", *arguments], check=False, cwd=ROOT, capture_output=True)
    assert done.returncode == 2


def test_help_names_every_command() -> None:
    said = subprocess.run(["./dev", "--help"], check=True, cwd=ROOT, capture_output=True, text=True)
    for command in "demo build test run bench fuzz fmt tidy ci docs deps package".split():
        assert f"\n  {command} " in said.stdout
