"""`./dev demo` after its build: what it shows, and that it leaves nothing behind."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.running import BINARY, ROOT

PATIENCE = 300.0
STAYS_UP = "until Ctrl-C"

# When it is ended, by what, and its exit code.
ENDS = (
    ("while the libraries load", None, signal.SIGINT, 130),
    ("in training", "read 7,043 rows", signal.SIGTERM, 143),
    ("in training, by a closed terminal", "read 7,043 rows", signal.SIGHUP, 129),
    ("in the proof of parity", "acme: train", signal.SIGINT, 130),
    ("in training, by a kill", "read 7,043 rows", signal.SIGKILL, -9),
    ("while it stays up", STAYS_UP, signal.SIGINT, 0),
    ("while it stays up, by a closed terminal", STAYS_UP, signal.SIGHUP, 0),
)

# An exception cannot leave what is called when an object goes.
ENDED_IN_A_CALLBACK = """
import os, signal, stopping, weakref
class Thing: pass
stopping.end_when_asked()
thing = Thing()
watched = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGTERM))
del thing
print("went on")
stopping.check()
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo needs of a built checkout."""
    home = tmp_path_factory.mktemp("demo") / "checkout"
    (home / "build" / "release").mkdir(parents=True)
    shutil.copytree(ROOT / "examples", home / "examples")
    (home / ".venv").symlink_to(Path(sys.prefix))
    (home / "build" / "release" / "armillaryd").symlink_to(BINARY.resolve())
    return home


def command(*flags: str) -> list[str]:
    ends_with_us = ("setpriv", "--pdeathsig", "TERM")
    return [*ends_with_us, sys.executable, "-u", "examples/demo/demo.py", "--port", "0", *flags]


def servers_of(checkout: Path) -> list[int]:
    """The processes of armillaryd over the demo's folder."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if words[0].endswith(b"armillaryd") and bytes(checkout / "build/demo/data") in words:
            found.append(int(file.parent.name))
    return found


def wait_for(text: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while text not in log.read_text():
        assert demo.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)


def wait_until_it_listens_to_signals(demo: subprocess.Popen[bytes]) -> None:
    """Long before the libraries are there."""
    deadline = time.monotonic() + PATIENCE
    wanted = 1 << (signal.SIGHUP - 1)
    while True:
        status = Path(f"/proc/{demo.pid}/status").read_text()
        caught = re.search(r"^SigCgt:\s*(\w+)", status, re.M)
        if caught is not None and int(caught[1], 16) & wanted:
            return
        assert demo.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(("when", "line", "number", "code"), ENDS, ids=[end[0] for end in ENDS])
def test_leaves_no_server_behind(
    checkout: Path, when: str, line: str | None, number: signal.Signals, code: int
) -> None:
    log = checkout / "demo.log"
    with log.open("w") as output:
        demo = subprocess.Popen(command(), cwd=checkout, stdout=output, stderr=output)
    try:
        if line is None:
            wait_until_it_listens_to_signals(demo)
        else:
            wait_for(line, demo, log)
            assert servers_of(checkout) != []
        demo.send_signal(number)
        assert demo.wait(PATIENCE) == code, log.read_text()
        assert "Traceback" not in log.read_text()
        deadline = time.monotonic() + 10
        while servers_of(checkout) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert servers_of(checkout) == []
    finally:
        demo.kill()
        demo.wait()


def test_an_end_that_comes_in_a_callback_is_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDED_IN_A_CALLBACK],
        check=False,
        cwd=ROOT / "examples/demo",
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, "went on\n", "")


def test_ends_with_its_table_and_lines_that_work(checkout: Path) -> None:
    for _ in range(2):  # The second start finds what the first one made.
        done = subprocess.run(
            command("--once"),
            check=False,
            cwd=checkout,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        for tenant in ("acme", "globex", "initech"):
            assert re.search(rf"^ *{tenant} .*\bms\s*$", done.stdout, re.M), done.stdout
        assert done.stdout.count("404 not_found") == 2
