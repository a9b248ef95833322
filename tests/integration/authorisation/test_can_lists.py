"""What objects and `whoami` say that somebody can do is what the matrix allows."""

from __future__ import annotations

import pytest

from tests.integration.authorisation.can import object_cans, whoami_lists
from tests.integration.authorisation.oracle import ROLES
from tests.integration.authorisation.world import World
from tests.integration.routes import described_routes


@pytest.mark.parametrize("role", ROLES)
def test_can_of_each_object_is_what_the_matrix_allows(world: World, role: str) -> None:
    world.arrange(described_routes()[0], "acme", role)
    differing = list(object_cans(role, world))
    assert not differing, "\n".join(differing)


def test_whoami_lists_the_column_of_the_role_and_what_a_closed_tenant_leaves(world: World) -> None:
    differing = list(whoami_lists(world))
    assert not differing, "\n".join(differing)
