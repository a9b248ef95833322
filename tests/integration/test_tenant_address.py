"""The tenant comes from the address and the token, and from nowhere else."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.authorisation.cells import without_ids
from tests.integration.authorisation.oracle import (
    ALLOWED,
    Cell,
    permits,
    wrong,
)
from tests.integration.authorisation.world import World
from tests.integration.people import MODEL, done, example_model, unique
from tests.integration.routes import Route, code_of, described_routes

# Headers by which other systems let a request choose its tenant, its host or its path.
HEADERS = {
    "X-Tenant": "globex",
    "X-Tenant-Id": "globex",
    "X-Armillary-Tenant": "globex",
    "Tenant": "globex",
    "X-Forwarded-Host": "globex.example",
    "X-Forwarded-Prefix": "/t/globex",
    "X-Original-URL": "/api/v1/t/globex/models",
    "X-Rewrite-URL": "/api/v1/t/globex/models",
    "X-Environment": "production",
    "Cookie": "tenant=globex; environment=production",
    "Host": "globex.example",
}
READ_BY_VIEWER = [
    route
    for route in described_routes()
    if route.method == "GET"
    and not (route.is_public or route.is_personal)
    and permits("viewer", route.policy)
]
LISTS = (
    "models",
    f"models/{MODEL}/versions",
    "deployments",
    f"deployments/{MODEL}/history",
    "principals",
    "tokens",
    "audit",
)


@pytest.fixture(scope="module")
def foreign_model(world: World) -> str:
    """The name of a live model that only globex has."""
    name = unique("globex-only")
    scientist = world.token("scientist", "globex")
    upload = world.request(
        scientist,
        "POST",
        f"/api/v1/t/globex/models/{name}/versions",
        content=example_model(),
        headers={"Content-Type": "application/octet-stream"},
    )
    done(upload)
    path = f"/api/v1/t/globex/deployments/{name}"
    done(world.request(scientist, "POST", path, json={"version": 1}))
    return name


@pytest.mark.parametrize("route", READ_BY_VIEWER, ids=lambda route: route.operation)
def test_no_header_leads_into_another_tenant(world: World, route: Route) -> None:
    parameters = world.arrange(route, "acme", "viewer")
    plain = world.ask(route, world.token("viewer"), parameters)
    assert not wrong(ALLOWED, plain)
    led = world.ask(route, world.token("viewer"), parameters, headers=HEADERS)
    assert without_ids(led) == without_ids(plain)


def test_no_header_makes_a_foreign_model_answer(world: World, foreign_model: str) -> None:
    body: dict[str, Any] = {"records": [{}]}
    path = f"/predict/{foreign_model}"
    for headers in ({}, HEADERS):
        refused = world.request(
            world.token("scientist"), "POST", path, json=body, headers=dict(headers)
        )
        assert (refused.status_code, code_of(refused)) == (404, "not_found")
    own = world.request(world.token("scientist", "globex"), "POST", path, json=body)
    assert own.status_code != 404, own.text


def test_neither_query_nor_body_names_a_tenant(world: World) -> None:
    listed = world.request(world.token("viewer"), "GET", "/api/v1/t/acme/models?tenant=globex")
    assert code_of(listed) == "unknown_parameter"
    told = world.request(world.token("viewer"), "GET", f"/v2/models/{MODEL}?tenant=globex")
    assert code_of(told) == "unknown_parameter"
    body = {"role": "viewer", "tenant": "globex"}
    made = world.operator("POST", "/api/v1/t/acme/tokens", json=body)
    assert code_of(made) == "unknown_field"


@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_of_another_tenants_list_shows_nothing_of_it(world: World, name: str) -> None:
    def page(tenant: str, **query: Any) -> httpx.Response:
        path = f"/api/v1/t/{tenant}/{name}"
        return world.request(world.token("tenant_admin", tenant), "GET", path, params=query)

    world.arrange(described_routes()[0], "globex", "viewer")
    world.arrange(described_routes()[0], "acme", "viewer")
    first = done(page("globex", limit=1))
    foreign = {item["id"] for item in first["items"]}
    led = page("acme", limit=1000, cursor=first["next_cursor"])
    if led.status_code != 200:
        assert code_of(led) == "invalid_cursor"
        return
    own = {item["id"] for item in done(page("acme", limit=1000))["items"]}
    shown = {item["id"] for item in done(led)["items"]}
    assert shown <= own
    assert not own & foreign


@pytest.mark.parametrize("role", ["operator", "tenant_admin", "scientist"])
def test_a_token_of_another_tenant_cannot_be_revoked_through_ones_own(
    world: World, role: str
) -> None:
    made = world.made("/api/v1/t/globex/tokens", role="viewer")
    asker = world.token(role)
    refused = world.request(asker, "DELETE", f"/api/v1/t/acme/tokens/{made['id']}")
    missing = world.request(asker, "DELETE", "/api/v1/t/acme/tokens/01jdfx0000000000000000000h")
    assert without_ids(refused) == without_ids(missing)
    assert refused.status_code == 404
    assert world.request(made["token"], "GET", "/api/v1/whoami").status_code == 200


@pytest.mark.parametrize(
    ("path", "field", "body"),
    [
        ("tokens", "principal", {"role": "viewer"}),
        ("principals", "manager", {"name": "led@acme.example", "kind": "user", "role": "viewer"}),
    ],
)
def test_a_principal_of_another_tenant_is_nobody_here(
    world: World, path: str, field: str, body: dict[str, str]
) -> None:
    world.token("viewer", "globex")
    foreign, missing = (
        world.request(
            world.token("tenant_admin"), "POST", f"/api/v1/t/acme/{path}", json=body | {field: name}
        )
        for name in (world.names["globex", "viewer"], "nobody")
    )
    assert 400 <= foreign.status_code < 500, foreign.text
    assert without_ids(foreign) == without_ids(missing)
    world.token("viewer")
    own = world.request(
        world.token("tenant_admin"),
        "POST",
        f"/api/v1/t/acme/{path}",
        json=body | {field: world.names["acme", "viewer"]},
    )
    assert not wrong(ALLOWED, own)


def test_a_filter_by_another_tenants_names_finds_nothing(world: World, foreign_model: str) -> None:
    world.token("viewer", "globex")
    foreign = world.names["globex", "viewer"]
    for path, field, value in (
        ("tokens", "principal_name", foreign),
        ("principals", "name", foreign),
        ("models", "name", foreign_model),
        ("audit", "object_name", foreign_model),
    ):
        answer = world.request(
            world.token("tenant_admin"),
            "GET",
            f"/api/v1/t/acme/{path}",
            params={"filter": f"{field} = '{value}'"},
        )
        listed = done(answer)
        assert (listed["items"], listed["total"]) == ([], 0), path


def test_a_model_of_another_tenant_cannot_be_deployed_here(
    world: World, foreign_model: str
) -> None:
    path = f"/api/v1/t/acme/deployments/{foreign_model}"
    answer = world.request(world.token("scientist"), "POST", path, json={"version": 1})
    assert not wrong(Cell(404, "not_found"), answer)


def test_an_idempotency_key_is_remembered_for_its_own_tenant_only(world: World) -> None:
    headers = {"Idempotency-Key": unique("key")}
    names = []
    for tenant in ("globex", "acme"):
        path = f"/api/v1/t/{tenant}/principals"
        body = {"name": "twin@example.org", "kind": "user", "role": "viewer"}
        token = world.token("tenant_admin", tenant)
        names.append(done(world.request(token, "POST", path, json=body, headers=headers))["id"])
    assert names[0] != names[1]
