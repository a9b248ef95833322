"""Every route of the running binary x caller x role x relation x placement, against
contract/authz.yaml.

A refusal counts only where somebody succeeds with the same request; what another tenant has and
what nobody has are answered with the same bytes, apart from the request's id.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.authorisation import can, cells, giving
from tests.integration.authorisation.addresses import addressed, place
from tests.integration.authorisation.everything import Tally, all_questions, new_seed
from tests.integration.authorisation.oracle import (
    ALLOWED,
    PERMISSIONS,
    TENANT_OF,
    expected,
)
from tests.integration.authorisation.probe import Probe, problems
from tests.integration.authorisation.questions import problems as question_problems
from tests.integration.authorisation.world import TENANTS, World
from tests.integration.routes import AUTHZ, Route, described_routes, printed_routes

ROUTES = described_routes()
LEAST_CELLS = 10_000
MOST_SECONDS = 240.0
MOST_SHOWN = 40
ACCEPTS = 0x10000  # Of a socket's flags in /proc/net/unix.
SEEN = ("last_used_at", "seen_at")
Rows = dict[str, list[tuple[Any, ...]]]


def refused_cells() -> Iterator[tuple[Route, str, str]]:
    for route in ROUTES:
        for probe in cells.matrix([route]):
            if expected(route, probe.role, probe.detail) != ALLOWED:
                yield route, probe.role, probe.detail


def test_the_route_table_is_what_the_contract_says() -> None:
    assert set(printed_routes()) == set(ROUTES)


def test_each_policy_is_in_the_oracle() -> None:
    routes = printed_routes()
    public = {f"{route.method} {route.path}" for route in routes if route.is_public}
    assert public == set(AUTHZ["public"])
    routed = {route.policy for route in routes} - {"public"}
    assert routed == set(PERMISSIONS) - set(AUTHZ["unrouted"])


def test_the_matrix(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    questions, seed = all_questions(printed_routes()), new_seed()
    started = time.monotonic()
    wrong = question_problems(world, questions, seed)
    seconds = time.monotonic() - started
    tally = Tally(questions)
    tally.write()
    with capsys.disabled():
        print(f"\n{len(ROUTES)} routes, {len(questions)} cells, {len(wrong)} wrong", end="")
        print(f" in {seconds:.0f} s, ARMILLARY_SEED={seed}")
        print("\n".join(tally.lines()))
    assert not wrong, "\n".join(wrong[:MOST_SHOWN])
    assert len(questions) >= LEAST_CELLS
    assert seconds <= MOST_SECONDS


def test_each_request_that_is_refused_succeeds_for_somebody(world: World) -> None:
    unproven = {
        place(route, addressed(route, role, relation))
        for route, role, relation in refused_cells()
        if addressed(route, role, relation) != TENANT_OF["missing"] and not route.needs_provider
    } - world.succeeded
    assert not unproven, f"nobody succeeds, so a refusal proves nothing: {sorted(unproven)}"


def test_another_tenant_is_answered_like_a_missing_one(world: World) -> None:
    wrong = problems(world, list(cells.hidden(ROUTES)))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "probes",
    [
        lambda: cells.elsewhere(ROUTES),
        lambda: cells.promoted(ROUTES),
        lambda: cells.named(ROUTES),
        lambda: cells.topics(ROUTES),
        lambda: cells.without_object(ROUTES),
        lambda: cells.without_body(ROUTES),
        giving.giving,
        giving.owning,
        can.saying,
    ],
    ids=[
        "environments",
        "promotions",
        "named models",
        "topics",
        "no object",
        "no body",
        "roles given",
        "own tokens",
        "can",
    ],
)
def test_the_rules_beside_the_matrix(
    world: World, probes: Callable[[], Iterator[Probe]], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = list(probes())
    wrong = problems(world, asked)
    with capsys.disabled():
        print(f"\n{len(asked)} cells beside the matrix")
    assert not wrong, "\n".join(wrong)


def rows(world: World) -> Rows:
    """All that the server keeps, but when a token was used or a session seen; and its files."""
    data = world.platform.server.data
    database = sqlite3.connect(f"file:{data / 'armillary.db'}?mode=ro", uri=True)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema") if name]
    found: Rows = {}
    for table in sorted(tables):
        columns = [column[1] for column in database.execute(f"PRAGMA table_info('{table}')")]
        kept = ", ".join(f'"{column}"' for column in columns if column not in SEEN)
        if kept:
            found[table] = sorted(database.execute(f'SELECT {kept} FROM "{table}"'), key=repr)
    database.close()
    files = (file for file in (data / "objects").rglob("*") if file.is_file())
    found["files"] = sorted((str(file), file.stat().st_size) for file in files)
    return found


def test_what_is_refused_changes_nothing(world: World) -> None:
    for tenant in TENANTS:
        world.arrange(ROUTES[0], tenant, "viewer")
    before = rows(world)
    assert before["audit_events"], "the rows are not those of the server"
    refused = list(refused_cells())
    for route, role, relation in refused:
        assert world.send(route, role, relation).status_code >= 400
    for probe in cells.promoted(ROUTES):
        assert not probe.problem(world)
    after = rows(world)
    changed = [table for table in before if before[table] != after[table]]
    assert not changed, f"{len(refused)} refused requests changed {changed}"
    world.made("/api/v1/t/acme/tokens", role="viewer")
    assert rows(world) != after, "a change is not seen"


def listening_sockets(pid: int) -> list[str]:
    """Where the process takes connections: addresses as the kernel writes them, or files."""
    own = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    found = []
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                found.append(fields[1])
    for row in Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]:
        fields = row.split()
        if int(fields[3], 16) & ACCEPTS and f"socket:[{fields[6]}]" in own:
            found.append(" ".join(fields[7:]))
    return found


def test_the_server_listens_nowhere_else(world: World) -> None:
    server = world.platform.server
    port = f"0100007F:{int(server.url.rpartition(':')[2]):04X}"
    assert listening_sockets(server.process.pid) == [port]
