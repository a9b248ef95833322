"""Tokens that are none, and tokens whose scopes take away what their role has."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.integration.authorisation.giving import home_of, token_body
from tests.integration.authorisation.oracle import (
    ALLOWED,
    DENIED,
    PERMISSIONS,
    ROLES,
    Cell,
    permits,
    refusal,
    wrong,
)
from tests.integration.authorisation.world import World
from tests.integration.routes import AUTHZ, Route, code_of, described_routes

ROUTES = [route for route in described_routes() if not route.is_public]
# A token with scopes is no person: what comes of that is in test_sign_in.py.
SCOPED = [route for route in ROUTES if not route.needs_person]
ROUTED = sorted({route.policy for route in SCOPED})


def refused_everywhere(world: World, authorization: str, want: Cell) -> list[str]:
    """What is wrong with the answers of all routes that ask for a token."""
    found = []
    for route in ROUTES:
        parameters = world.arrange(route, "acme", "scientist")
        headers = {"Authorization": authorization}
        answer = world.ask(route, None, parameters, headers=headers)
        if problem := wrong(want, answer):
            found.append(f"{route.operation}: {problem}")
        if answer.headers.get("WWW-Authenticate") != "Bearer":
            found.append(f"{route.operation}: no WWW-Authenticate")
    return found


@pytest.mark.parametrize(
    "header",
    [
        "Bearer nonsense",
        "Bearer arm_01jdfx0000000000000000000h_tooshort",
        "Basic b3BlcmF0b3I6",
        "Bearer",
    ],
)
def test_a_token_that_is_none_is_refused_on_every_route(world: World, header: str) -> None:
    assert not refused_everywhere(world, header, refusal(AUTHZ["authentication"]["garbled"]))


def test_two_tokens_in_one_request_are_refused(world: World) -> None:
    headers = [("Authorization", f"Bearer {world.token(role)}") for role in ("viewer", "scientist")]
    answer = world.client.get("/api/v1/whoami", headers=headers)
    assert not wrong(Cell(400, "invalid_header"), answer)


def test_the_token_of_another_installation_is_refused_on_every_route(
    world: World, platform: Any
) -> None:
    stranger = platform.server.operator_token
    want = refusal(AUTHZ["authentication"]["unknown"])
    assert not refused_everywhere(world, f"Bearer {stranger}", want)


def test_a_revoked_token_is_refused_at_once_on_every_route(world: World) -> None:
    made = world.made("/api/v1/t/acme/tokens", role="scientist")
    path = "/api/v1/t/acme/models"
    assert world.request(made["token"], "GET", path).status_code == 200
    assert world.operator("DELETE", f"/api/v1/t/acme/tokens/{made['id']}").status_code == 200
    refused = world.request(made["token"], "GET", path)
    assert (refused.status_code, code_of(refused)) == (401, "token_revoked")
    want = refusal(AUTHZ["authentication"]["revoked"])
    assert not refused_everywhere(world, f"Bearer {made['token']}", want)


def test_an_expired_token_is_refused_on_every_route(world: World) -> None:
    made = world.made("/api/v1/t/acme/tokens", role="scientist", expires_in_seconds=1)
    deadline = time.monotonic() + 10
    while world.request(made["token"], "GET", "/api/v1/whoami").status_code == 200:
        assert time.monotonic() < deadline, "the token does not expire"
    want = refusal(AUTHZ["authentication"]["expired"])
    assert not refused_everywhere(world, f"Bearer {made['token']}", want)


# ---- scopes


def scoped_token(world: World, role: str, scopes: list[str]) -> str:
    """A token of the same principal as the role's own, with scopes."""
    tenant = home_of(role)
    world.token(role, tenant)
    owner = {} if role == "operator" else {"principal": world.names[tenant, role]}
    made = world.made(f"/api/v1/t/{tenant}/tokens", **token_body(role, scopes=scopes, **owner))
    assert sorted(made["scopes"]) == sorted(scopes)
    return str(made["token"])


def answered_wrongly(world: World, token: str, role: str, wants: dict[Route, Cell]) -> list[str]:
    found = []
    for route, want in wants.items():
        parameters = world.arrange(route, home_of(role), role, fresh=want == ALLOWED)
        if problem := wrong(want, world.ask(route, token, parameters)):
            found.append(f"{route.operation} as {role}: {problem}")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_scopes_never_add_to_the_role(world: World, role: str) -> None:
    token = scoped_token(world, role, sorted(PERMISSIONS))
    wants = {route: ALLOWED if permits(role, route.policy) else DENIED for route in SCOPED}
    assert not answered_wrongly(world, token, role, wants)


@pytest.mark.parametrize("permission", ROUTED)
def test_scopes_take_away_all_that_they_leave_out(world: World, permission: str) -> None:
    role = next(role for role in ROLES if permits(role, permission))
    token = scoped_token(world, role, [permission])
    wants = {route: ALLOWED if route.policy == permission else DENIED for route in SCOPED}
    assert not answered_wrongly(world, token, role, wants)
