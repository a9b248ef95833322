"""Kills the server at points where its disk changes; what it acknowledged must be there afterwards.

The points of the first start count, too: it migrates, and makes keys and the operator's token. A
client outside of the server records every acknowledgement. CI tries some points of each phase and
kind; ARMILLARY_CRASH_POINTS=all tries each one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.integration.people import MODEL, example_model
from tests.integration.postgres import Postgres
from tests.integration.running import Running, run

PHASES = ("migration", "start", "work")
KINDS = {
    "write": "write",
    "sync": "fsync",
    "rename": "rename",
    "commit": "commit",
}


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


@dataclass(frozen=True)
class Point:
    """A place where the disk is about to change, or a transaction to end."""

    number: int
    phase: str  # migration, start, work
    name: str

    @property
    def kind(self) -> str:
        return KINDS.get(self.name.split(".")[-1], "other")


def points_of(log: Path, started: int) -> list[Point]:
    """What a whole run passed; the first `started` of it before the server listened."""
    points = []
    migrating = False
    for line in log.read_text().splitlines():
        number, name, *_ = line.split(" ")
        migrating = name == "migration.begin" or (migrating and name != "migration.end")
        inside = migrating or name == "migration.end"
        phase = "migration" if inside else "start" if int(number) <= started else "work"
        points.append(Point(int(number), phase, name))
    return points


def chosen(points: list[Point], sampled: int) -> list[Point]:
    """The points to try: all, or an even choice among those of each phase and kind."""
    if os.environ.get("ARMILLARY_CRASH_POINTS") == "all":
        return points
    groups: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        groups.setdefault((point.phase, point.kind), []).append(point)
    each = max(1, sampled // len(groups))
    tried = []
    for group in groups.values():
        step = max(1, len(group) // each)
        tried += group[step // 2 :: step][:each]
    return sorted(tried, key=lambda point: point.number)


def by_kind(points: list[Point]) -> str:
    """How many of each kind, by phase."""
    counted = Counter((point.phase, point.kind) for point in points)
    lines = []
    for phase in PHASES:
        kinds = {kind: count for (of, kind), count in sorted(counted.items()) if of == phase}
        listed = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        lines.append(f"{phase} {sum(kinds.values())} ({listed})")
    return "; ".join(lines)


@dataclass(frozen=True)
class Engine:
    """Where the metadata is, and how many points CI tries there."""

    name: str
    sampled: int
    postgres: Postgres | None = None

    def flags(self) -> Sequence[str]:
        """For a server over a database of its own."""
        return ("--database.url", self.postgres.new_database()) if self.postgres else ()


def whole_run(engine: Engine, folder: Path) -> list[Point]:
    """The points of a first start and of the work after it."""
    log = folder / "points"
    environment = {"ARMILLARY_CRASH_LOG": str(log)}
    server = Running(folder / "whole", *engine.flags(), environment=environment)
    started = len(log.read_text().splitlines())
    work(server, Acknowledged())
    points = points_of(log, started)
    server.stop()
    return points


def run_until_killed(
    folder: Path, flags: Sequence[str], point: Point, seen: Acknowledged
) -> Point | None:
    """What the server died at while it started or worked: that point, under the name that it had
    in this run. None if it did not come so far.
    """
    log = folder.with_suffix(".points")
    environment = {"ARMILLARY_CRASH_AT": str(point.number), "ARMILLARY_CRASH_LOG": str(log)}
    try:
        server = Running(folder, *flags, environment=environment)
        work(server, seen)
        server.kill()
    except RuntimeError:
        pass  # It died before it listened.
    except httpx.TransportError:
        server.process.wait(30)
    number, name, *_ = log.read_text().splitlines()[-1].split(" ")
    return Point(point.number, point.phase, name) if int(number) == point.number else None


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "SQLite":
        return Engine("SQLite", 24)
    return Engine("PostgreSQL", 12, request.getfixturevalue("postgres"))


def test_nothing_acknowledged_is_lost(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = whole_run(engine, tmp_path)
    tried = chosen(points, engine.sampled)
    killed: list[Point] = []
    acknowledged = 0
    for point in tried:
        folder, flags = tmp_path / f"at-{point.number}", engine.flags()
        seen = Acknowledged()
        died = run_until_killed(folder, flags, point, seen)
        killed += [died] if died else []
        server = Running(folder, *flags)
        assert lost(server, seen) == [], point
        server.stop()
        checked = run("check", "--data", str(folder), *flags)
        assert checked.returncode == 0, f"{point}: {checked.stdout}{checked.stderr}"
        acknowledged += seen.count()
    with capsys.disabled():
        print(f"\n{engine.name}: {len(points)} points: {by_kind(points)}")
        print(f"{len(killed)} kills: {by_kind(killed)}; {acknowledged} acknowledged, 0 lost")
    assert {point.phase for point in killed} == set(PHASES)
    assert {point.kind for point in killed} >= set(KINDS.values())
