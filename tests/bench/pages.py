"""The pages in a browser: how soon they can be used, with how many rows, and what others see."""

from __future__ import annotations

import json
import math
import re
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import startup
from http_load import BINARY, FP32_MODEL, ROOT, PinnedServer

SECONDS = 540.0
KIB = re.compile(r"first page: ([\d.]+) KiB")


@dataclass(frozen=True)
class Times:
    """Milliseconds of the same thing, often."""

    each: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.each)

    @property
    def most(self) -> float:
        return max(self.each)


@dataclass(frozen=True)
class Found:
    """What `pages.mjs` saw."""

    shown: Times  # From the start of a navigation until the overview shows its rows.
    answered: Times  # Until it has answered a key as well.
    bare: Times  # The same for /healthz.
    # From the click on Deploy until the page of another person shows it; infinite if it does not.
    seen_by_other: Times
    seen_by_own: Times
    models: int
    rows: int  # The most in the page at once.
    few: int  # How many models were read at first.
    with_few: Times  # From a key to the next picture, with those.
    with_all: Times


def register(client: httpx.Client, model: str, content: bytes) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    path = f"/api/v1/t/bench/models/{model}/versions"
    client.post(path, content=content, headers=headers).raise_for_status()


def fill(server: PinnedServer, models: int) -> None:
    """As many models, and a second version of fp32."""
    headers = {"Authorization": f"Bearer {server.records.token}"}
    content = FP32_MODEL.read_bytes()
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        register(client, "fp32", content)
        names = (f"m{number:05}" for number in range(models - 2))
        with ThreadPoolExecutor(startup.CLIENTS) as pool:
            list(pool.map(lambda name: register(client, name, content), names))


def links(server: PinnedServer) -> list[str]:
    """The paths of sign-in links of two people."""
    found = []
    with server.operator() as operator:
        for name in ("grace@bench.example", "lin@bench.example"):
            person = {"name": name, "kind": "user", "role": "scientist"}
            operator.post("/api/v1/t/bench/principals", json=person).raise_for_status()
            made = operator.post("/api/v1/t/bench/tokens", json={"principal": name})
            headers = {"Authorization": f"Bearer {made.raise_for_status().json()['token']}"}
            link = httpx.post(f"{server.url}/api/v1/sign-in-links", json={}, headers=headers)
            found.append(str(link.raise_for_status().json()["path"]))
    return found


def first_page_kib() -> float:
    """What the first page makes a browser fetch, packed."""
    command = ["node", "workbench/scripts/size.mjs", str(Path(BINARY).with_name("workbench"))]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    kib = KIB.search(done.stdout)
    if kib is None:
        raise RuntimeError(done.stdout + done.stderr)
    return float(kib[1])


def measure(folder: Path, models: int) -> Found:
    """In Chromium, with the pages of a server of its own."""
    with PinnedServer(folder / "pages") as server:
        fill(server, models)
        script = str(Path(__file__).with_name("pages.mjs"))
        command = ["node", script, server.url, *links(server)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    said = json.loads(done.stdout)
    opened, deployed, listed = said["opened"], said["deployed"], said["listed"]
    return Found(
        shown=Times(opened["shown"]),
        answered=Times(opened["answered"]),
        bare=Times(opened["bare"]),
        seen_by_other=Times([math.inf if ms is None else ms for ms in deployed["other"]]),
        seen_by_own=Times([math.inf if ms is None else ms for ms in deployed["own"]]),
        models=listed["models"],
        rows=listed["rows"],
        few=listed["read"],
        with_few=Times(listed["few"]),
        with_all=Times(listed["many"]),
    )
