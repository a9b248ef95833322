"""Fixtures over the real binary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.authorisation.world import World
from tests.integration.people import Platform
from tests.integration.running import Running


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One server for the tests of a file."""
    server = Running(tmp_path_factory.mktemp("platform") / "data")
    yield Platform(server)
    server.stop()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server with tenants in every relation, for all tests of authorisation."""
    server = Running(tmp_path_factory.mktemp("world") / "data")
    world = World(Platform(server))
    world.fill()
    world.witness_all()
    world.close()
    yield world
    server.stop()
