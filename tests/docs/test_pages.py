"""Runs every command of the README and the guide, in order, in an empty folder.

A page becomes one shell script: shell blocks as they are, Python through the interpreter with
what the page takes for granted. `armillary up` goes to the background; `./dev` lines are what runs
this test, so they are left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import prelude
from tests.integration.running import BINARY, ROOT, Running

PAGES = (
    "README.md",
    "docs/guide/first-model.md",
    "docs/guide/conversion.md",
    "docs/guide/operations.md",
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
GIVEN = "from tests.docs.prelude import churn\npipeline, frame = churn()\n"


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page that are commands or Python, in order."""
    found = BLOCK.findall((ROOT / page).read_text())
    return [(language, text) for language, text in found if language in {"", "python"}]


def shell_lines(text: str) -> list[str]:
    """The lines of a block that this test runs."""
    commands = re.compile(r"^(armillaryd?|export|\.venv/bin/armillary|curl) ")
    lines = [line for line in text.splitlines() if commands.match(line)]
    return [line for line in lines if " up " not in line]


def script_of(page: str) -> str:
    """One script for the whole page."""
    parts = ["set -euo pipefail"]
    for language, text in blocks(page):
        if language == "python":
            parts.append(f"python - <<'PYTHON'\n{GIVEN}{text}PYTHON")
        else:
            parts += shell_lines(text)
    return "\n".join(parts) + "\n"


def up_flags(page: str) -> list[str]:
    """The flags of the page's `armillary up`, which the test must be able to start."""
    match = re.search(r"^\S*armillary up (.*?)(?:\s+#.*)?$", (ROOT / page).read_text(), re.M)
    return match[1].split() if match else []


@pytest.mark.parametrize("page", PAGES)
def test_each_command_of_the_page_works(page: str, tmp_path: Path) -> None:
    assert up_flags(page) in ([], ["--data", "./data", "--listen", "127.0.0.1:8080"])
    server = Running(tmp_path / "data")
    prelude.write_files(tmp_path)
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    environment = {
        **os.environ,
        "PATH": f"{BINARY.parent}:{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "ARMILLARY_URL": server.url,
        "ARMILLARY_TOKEN": server.operator_token,
    }
    if page == "docs/guide/conversion.md":
        environment["ARMILLARY_TOKEN"] = scientist(server)
    try:
        done = subprocess.run(
            ["bash", "-c", script_of(page)],
            check=False,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
    finally:
        server.stop()
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def scientist(server: Running) -> str:
    """A token for a page that begins where another ended."""
    with server.client(server.operator_token) as operator:
        operator.post("/api/v1/tenants", json={"name": "acme"}).raise_for_status()
        made = operator.post("/api/v1/t/acme/tokens", json={"role": "scientist"})
        return str(made.raise_for_status().json()["token"])


def test_demo_ends_with_its_table_and_lines_that_work(tmp_path: Path) -> None:
    home = tmp_path / "checkout"
    (home / "build" / "release").mkdir(parents=True)
    shutil.copytree(ROOT / "examples", home / "examples")
    (home / ".venv").symlink_to(Path(sys.prefix))
    (home / "build" / "release" / "armillaryd").symlink_to(BINARY.resolve())
    command = [sys.executable, "examples/demo/demo.py", "--once", "--port", "0"]
    for _ in range(2):  # The second start finds what the first one made.
        done = subprocess.run(
            command, check=False, cwd=home, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        for tenant in ("acme", "globex", "initech"):
            assert re.search(rf"^ *{tenant} .*\bms\s*$", done.stdout, re.M), done.stdout
        assert done.stdout.count("404 not_found") == 2
