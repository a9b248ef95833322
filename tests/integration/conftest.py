"""Fixtures over the real binary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.authorisation.credentials import prepare
from tests.integration.authorisation.on_postgres import OnPostgres
from tests.integration.authorisation.world import World
from tests.integration.people import Platform
from tests.integration.postgres import Postgres
from tests.integration.running import OFTEN, PAGES, Running


@pytest.fixture
def start_server() -> Iterator[Callable[..., Running]]:
    """Starts servers that do not outlive the test, whatever becomes of it."""
    started: list[Running] = []

    def start(*arguments: Any, **options: Any) -> Running:
        started.append(Running(*arguments, **options))
        return started[-1]

    yield start
    for server in started:
        server.end()


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One server for the tests of a file."""
    server = Running(tmp_path_factory.mktemp("platform") / "data", OFTEN, PAGES)
    yield Platform(server)
    server.stop()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server with tenants in every relation, for all tests of authorisation."""
    server = Running(tmp_path_factory.mktemp("world") / "data", OFTEN, PAGES)
    world = World(Platform(server))
    world.fill()
    world.witness_all()
    prepare(world)
    world.close()
    yield world
    server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for all tests that leave it running."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnPostgres]:
    """The same over a PostgreSQL that may be stopped."""
    stage = OnPostgres.start(tmp_path_factory.mktemp("on-postgres"))
    yield stage
    stage.end()


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def each_platform(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    """As `platform`, over both engines in turn."""
    flags: tuple[str, ...] = ()
    if request.param == "PostgreSQL":
        flags = ("--database.url", request.getfixturevalue("postgres").new_database())
    server = Running(tmp_path_factory.mktemp("platform") / "data", OFTEN, *flags)
    yield Platform(server)
    server.stop()
