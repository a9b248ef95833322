"""Kills the server at points where its disk changes; what it acknowledged must be there afterwards.

The points of the first start count, too: it migrates, and makes keys and the operator's token. A
client outside of the server records every acknowledgement. CI tries evenly spaced points;
ARMILLARY_CRASH_POINTS=all tries each one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.integration.people import MODEL, example_model
from tests.integration.running import Running, run

SAMPLED = 20


@dataclass
class Acknowledged:
    """What the server said that it has done."""

    tenants: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    deployed: int = 0

    def count(self) -> int:
        return len(self.tenants) + len(self.tokens) + len(self.versions) + int(self.deployed > 0)


def work(server: Running, seen: Acknowledged) -> None:
    """Makes a tenant, tokens, versions and a deployment, until it is done or the server is gone."""
    operator = server.client(server.operator_token)
    made = operator.post("/api/v1/tenants", json={"name": "acme"}).raise_for_status()
    seen.tenants.append(made.json()["name"])
    for _ in range(2):
        token = operator.post("/api/v1/t/acme/tokens", json={"role": "scientist"})
        seen.tokens.append(token.raise_for_status().json()["token"])
    scientist = server.client(seen.tokens[0])
    for _ in range(2):
        upload = scientist.post(
            f"/api/v1/t/acme/models/{MODEL}/versions",
            content=example_model(),
            headers={"Content-Type": "application/octet-stream"},
        )
        seen.versions.append(upload.raise_for_status().json()["number"])
        path = f"/api/v1/t/acme/deployments/{MODEL}"
        live = scientist.post(path, json={"version": seen.versions[-1]})
        seen.deployed = live.raise_for_status().json()["version"]


def lost(server: Running, seen: Acknowledged) -> list[str]:
    """What was acknowledged and is not there."""
    operator = server.client(server.operator_token)
    missing = [] if operator.get("/api/v1/whoami").status_code == 200 else ["the operator's token"]
    missing += [
        f"tenant {name}"
        for name in seen.tenants
        if operator.get(f"/api/v1/tenants/{name}").status_code != 200
    ]
    for token in seen.tokens:
        if server.client(token).get("/api/v1/whoami").status_code != 200:
            missing.append("a token")
    for number in seen.versions:
        path = f"/api/v1/t/acme/models/{MODEL}/versions/{number}/content"
        content = server.client(seen.tokens[0]).get(path)
        if content.status_code != 200 or content.content != example_model():
            missing.append(f"version {number}")
    if seen.deployed:
        path = f"/api/v1/t/acme/deployments/{MODEL}"
        live = server.client(seen.tokens[0]).get(path).json().get("version", 0)
        if live < seen.deployed:
            missing.append(f"deployment of version {seen.deployed}")
    return missing


def points_of(log: Path) -> int:
    return len(log.read_text().splitlines())


def chosen(first: int, last: int) -> list[int]:
    """The points to try."""
    if os.environ.get("ARMILLARY_CRASH_POINTS") == "all":
        return list(range(first, last + 1))
    step = max(1, (last - first) // SAMPLED)
    return list(range(first, last + 1, step))


def whole_run(folder: Path) -> tuple[int, int]:
    """How many points a start passes, and how many the work after it."""
    log = folder / "points"
    server = Running(folder / "whole", environment={"ARMILLARY_CRASH_LOG": str(log)})
    started = points_of(log)
    work(server, Acknowledged())
    worked = points_of(log)
    server.stop()
    return started, worked


def run_until_killed(folder: Path, point: int, use: Callable[[Running], None]) -> bool:
    """Whether the server died at that point; `use` ends when it does."""
    try:
        server = Running(folder, environment={"ARMILLARY_CRASH_AT": str(point)})
    except RuntimeError:
        return True
    try:
        use(server)
    except httpx.TransportError:
        server.process.wait(30)
        return True
    server.kill()
    return False


def test_nothing_acknowledged_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started, worked = whole_run(tmp_path)
    killed = acknowledged = 0
    for point in chosen(1, worked):
        folder = tmp_path / f"at-{point}"
        seen = Acknowledged()
        killed += int(run_until_killed(folder, point, lambda server, s=seen: work(server, s)))
        server = Running(folder)
        assert lost(server, seen) == [], f"point {point}"
        server.stop()
        checked = run("check", "--data", str(folder))
        assert checked.returncode == 0, f"point {point}: {checked.stdout}{checked.stderr}"
        acknowledged += seen.count()
    with capsys.disabled():
        points = f"{started} points of the start, {worked - started} after it"
        print(f"\n{points}: {killed} kills, {acknowledged} acknowledged, 0 lost")
    assert killed > SAMPLED // 2
