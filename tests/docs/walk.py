"""Walks a page as somebody does who has a built checkout and nothing else.

A page becomes one shell script: its commands in order, and each block of Python as a program of its
own. The shell starts in a checkout with an empty home and no variables, so that PATH is what the
page makes of it. What comes before `armillary up` holds in each terminal; `up` keeps its own, and
what follows is typed in the second, once the first says that the server listens. A page that "goes
on where [another](...) ended" begins with the commands of that one.

Two things differ from what is typed: the server's address gets a free port, since another program
may use the page's on this machine; and lines of `./dev` are left out, since they run this test.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.integration.running import BINARY, ROOT

CHECKOUT = (
    "README.md",
    "docs",
    "examples",
    "sdk/python/src",
    "tests/__init__.py",
    "tests/conversion",
)
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
PATIENCE = 300.0

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_GOES_ON = re.compile(r"\bgoes on where (?:the )?\[[^\]]*\]\(([^)#]+)[^)]*\) ended")
_SERVER = re.compile(r"^\S*armillary up .*?--listen 127\.0\.0\.1:(\d+)")
_ADDRESS = re.compile(r"(?<=127\.0\.0\.1:)\d+")

_BEGIN = r"""
set -euo pipefail
trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
until_listening() {
  local - turn
  set +x
  for turn in $(seq 600); do
    if grep --quiet --word-regexp listening "$1"; then return 0; fi
    if ! kill -0 $!; then break; fi
    sleep 0.1
  done
  cat "$1"
  return 1
}
set -x
"""


def pages() -> list[str]:
    """The README and every page of the guide, from the root."""
    guide = sorted((ROOT / "docs" / "guide").glob("*.md"))
    return ["README.md", *(str(page.relative_to(ROOT)) for page in guide)]


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a page that are commands or Python, after those that it goes on from."""
    text = (ROOT / page).read_text()
    if before := _GOES_ON.search(" ".join(text.split())):
        yield from blocks(os.path.relpath((ROOT / page).parent / before[1], ROOT))
    for language, block in _BLOCK.findall(text):
        if language in {"", "python"}:
            yield language, block


def script_of(page: str) -> str:
    """One script for the whole page; empty where it shows no commands."""
    parts = [
        f".venv/bin/python - <<'PYTHON'\n{block}PYTHON" if language == "python" else typed(block)
        for language, block in blocks(page)
    ]
    return with_free_ports("\n".join([_BEGIN, *parts, ""])) if parts else ""


def typed(block: str) -> str:
    """The lines of a block as the shell gets them."""
    lines = []
    for line in block.splitlines():
        if server := _SERVER.match(line):
            command = line.split(" #")[0].rstrip()
            lines.append(f"{command} </dev/null >server-{server[1]}.log 2>&1 &")
            lines.append(f"until_listening server-{server[1]}.log")
        elif not line.startswith("./dev "):
            lines.append(line)
    return "\n".join(lines)


def with_free_ports(script: str) -> str:
    """The script with a free port in place of each one that it listens on."""
    for port in set(_ADDRESS.findall(script)):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = probe.getsockname()[1]
        script = re.sub(rf"(127\.0\.0\.1:|server-){port}\b", rf"\g<1>{free}", script, flags=re.M)
    return script


def make_checkout(folder: Path) -> Path:
    """A built checkout, as far as the pages need one."""
    for name in CHECKOUT:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (folder / "build" / "release").mkdir(parents=True)
    (folder / "build" / "release" / "armillaryd").symlink_to(BINARY.resolve())
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


def environment(checkout: Path) -> dict[str, str]:
    """A new user's. PYTHONPATH stands for the checkout's own .venv, which finds its own SDK."""
    home = checkout.parent / "home"
    home.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": SYSTEM_PATH,
        "PYTHONPATH": str(checkout / "sdk" / "python" / "src"),
    }


def walk(script: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    """Runs a script to its end, and ends whatever it left running."""
    shell = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "bash", "-c", script],
        cwd=checkout,
        env=environment(checkout),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = shell.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        said, _ = shell.communicate()
    return subprocess.CompletedProcess(script, shell.returncode, said)
