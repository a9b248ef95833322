"""The servers that the tests start."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.integration.running import ROOT, run

STARTS_A_SERVER = """
import sys, time
from pathlib import Path
from tests.integration.running import Running
print(Running(Path(sys.argv[1])).process.pid, flush=True)
time.sleep(60)
"""
SECONDS = 10.0


def test_a_server_dies_with_the_test_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTS_A_SERVER, str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as test:
        assert test.stdout is not None
        server = Path("/proc") / test.stdout.readline().strip() / "cmdline"
        assert b"armillaryd" in server.read_bytes()
        test.kill()
    deadline = time.monotonic() + SECONDS
    while is_alive(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(server)
    checked = run("check", "--data", str(tmp_path / "data"))
    assert checked.returncode == 0, checked.stderr


def is_alive(server: Path) -> bool:
    """False also for one that ended and that nobody waited for."""
    try:
        return server.read_bytes() != b""
    except (FileNotFoundError, ProcessLookupError):
        return False
