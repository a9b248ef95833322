"""Turns each entry of the policy round and requires that the matrix notices.

The mutants' server is the production code, linked with a stand-in for each table of the policy
(tests/mutants): one running server is every mutant in turn. What no request can reach is turned
round below the unit tests; the policy of a route, below `print-routes`.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.authorisation import can, cells, giving
from tests.integration.authorisation.addresses import Flip
from tests.integration.authorisation.mutants import (
    Mutant,
    entries,
    is_reachable,
    route_flips,
    topic_flips,
)
from tests.integration.authorisation.probe import Probe
from tests.integration.authorisation.world import World
from tests.integration.people import Platform
from tests.integration.routes import described_routes, routes_of
from tests.integration.running import BUILD, OFTEN, PAGES, Running, run

SERVER = BUILD / "armillaryd_flipped"
UNIT_TESTS = BUILD / "tenancy_test_flipped"


@pytest.fixture(scope="module")
def mutants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("mutants")
    flip = folder / "flip"
    environment = {"ARMILLARY_FLIP": str(flip)}
    server = Running(folder / "data", OFTEN, PAGES, environment=environment, binary=SERVER)
    world = World(Platform(server), Flip(flip))
    world.fill()
    world.close()
    yield world
    server.stop()


def all_probes() -> list[Probe]:
    routes = described_routes()
    return [
        *cells.matrix(routes),
        *cells.elsewhere(routes),
        *cells.promoted(routes),
        *cells.named(routes),
        *cells.topics(routes),
        *giving.giving(),
        *giving.owning(),
        *can.saying(),
    ]


def killer(world: World, mutant: Mutant, probes: list[Probe]) -> Probe | None:
    """The first probe that notices."""
    world.flip.set(mutant.entry)
    try:
        concerned = (probe for probe in probes if mutant.concerns(probe))
        return next((probe for probe in concerned if probe.problem(world)), None)
    finally:
        world.flip.set("")


def test_the_matrix_notices_every_entry_that_is_turned_round(
    mutants: World, capsys: pytest.CaptureFixture[str]
) -> None:
    probes, routes = all_probes(), described_routes()
    reachable = [mutant for mutant in entries() if is_reachable(mutant, routes)]
    reachable += topic_flips()
    started = time.monotonic()
    killers = {mutant.entry: killer(mutants, mutant, probes) for mutant in reachable}
    seconds = time.monotonic() - started
    survivors = [entry for entry, probe in killers.items() if probe is None]
    by_kind = Counter(entry.split()[0] for entry in killers)
    with capsys.disabled():
        print(f"\n{len(killers)} mutants over HTTP: {len(killers) - len(survivors)} killed")
        print(f"  in {seconds:.1f} s: {dict(by_kind)}")
    assert not survivors, "\n".join(survivors)
    noticing = {probe for probe in killers.values() if probe}
    false_alarms = [problem for probe in noticing if (problem := probe.problem(mutants))]
    assert not false_alarms, "\n".join(false_alarms)


def test_unit_tests_notice_the_entries_that_no_request_reaches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip = tmp_path / "flip"
    command = [str(UNIT_TESTS), "--gtest_filter=RoleTest.*:PolicyTest.*", "--gtest_brief=1"]
    environment = {**os.environ, "ARMILLARY_FLIP": str(flip)}
    environment.pop("GTEST_OUTPUT", None)

    def fails(entry: str) -> bool:
        flip.write_text(entry)
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, timeout=60
        )
        assert done.returncode in {0, 1}, done.stdout + done.stderr
        return done.returncode == 1

    assert not fails(""), "the unit tests fail where nothing is turned round"
    routes = described_routes()
    hidden = [mutant.entry for mutant in entries() if not is_reachable(mutant, routes)]
    survivors = [entry for entry in hidden if not fails(entry)]
    with capsys.disabled():
        print(f"\n{len(hidden)} mutants below unit tests: {len(hidden) - len(survivors)} killed")
    assert not survivors, "\n".join(survivors)


def test_nothing_starts_where_the_policy_of_a_route_is_turned_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip = tmp_path / "flip"
    environment = {**os.environ, "ARMILLARY_FLIP": str(flip)}

    def is_refused(entry: str) -> bool:
        flip.write_text(entry)
        done = run("print-routes", "--json", binary=SERVER, env=environment)
        operation = entry.split()[1]
        return done.returncode == 1 and f"{operation} is not as in the contract" in done.stderr

    assert set(routes_of(SERVER, env=environment | {"ARMILLARY_FLIP": ""})) == set(
        described_routes()
    )
    flips = [mutant.entry for mutant in route_flips(described_routes())]
    survivors = [entry for entry in flips if not is_refused(entry)]
    with capsys.disabled():
        print(f"\n{len(flips)} mutants of routes: {len(flips) - len(survivors)} killed")
    assert not survivors, "\n".join(survivors)
