"""Every route of the running binary x every role x every relation, against contract/authz.yaml.

A refusal counts only where somebody succeeds with the same request; what another tenant has and
what nobody has are answered with the same bytes, apart from the request's id.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import yaml

from tests.integration.people import (
    MODEL,
    TENANT_ROLES,
    Platform,
    contract,
    done,
    example_model,
    unique,
)
from tests.integration.running import ROOT, run

AUTHZ = yaml.safe_load((ROOT / "contract" / "authz.yaml").read_text())
RELATIONS = ("own", "other_tenant", "missing", "suspended")
TENANT_OF = {
    "own": "acme",
    "other_tenant": "globex",
    "missing": "nobody",
    "suspended": "dormant",
}


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    operation: str
    policy: str

    @property
    def names_tenant(self) -> bool:
        return "{tenant}" in self.path


@dataclass(frozen=True)
class Cell:
    """What one request must be answered: a success, or a status with a code."""

    status: int
    code: str = ""

    def __str__(self) -> str:
        return f"{self.status} {self.code}".strip()


ALLOWED = Cell(200)


def printed_routes() -> list[Route]:
    """The listener's table, from the binary itself."""
    listed = json.loads(run("print-routes", "--json").stdout)
    return [Route(r["method"], r["path"], r["operation"], r["policy"]) for r in listed]


def expected(route: Route, role: str, relation: str) -> Cell:
    """What the oracle says of a role's token of acme (an operator's of house; of `dormant` for the
    relation `suspended`)."""
    if route.policy == "public":
        return ALLOWED
    if role == "anonymous":
        return Cell(401, "unauthenticated")
    permission = AUTHZ["permissions"][route.policy]
    cell = ALLOWED if permission[role] != "deny" else Cell(403, "permission_denied")
    crosses = route.policy in AUTHZ["relations"]["operator_crosses"]
    if role == "operator":
        return expected_of_operator(route, relation, cell, crosses)
    if relation == "suspended":
        is_open = route.policy in AUTHZ["tenant_state"]["suspended"]["own_principals"]["allow"]
        return ALLOWED if is_open else Cell(403, "tenant_suspended")
    if route.names_tenant and relation in {"other_tenant", "missing"}:
        return Cell(404, "not_found")
    return cell


def expected_of_operator(route: Route, relation: str, cell: Cell, crosses: bool) -> Cell:
    if not route.names_tenant:
        return cell
    if not crosses or relation == "missing":
        return Cell(404, "not_found")
    if relation == "suspended":
        allowed = AUTHZ["tenant_state"]["suspended"]["operator"]["allow"]
        return ALLOWED if route.policy in allowed else Cell(403, "tenant_suspended")
    return cell


@dataclass
class World:
    """Two tenants with a live model each, a suspended one, and a token of each role."""

    platform: Platform
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    spare: str = ""  # The id of a token of the suspended tenant.

    @classmethod
    def build(cls, platform: Platform) -> World:
        world = cls(platform)
        for tenant in ("acme", "globex", "dormant"):
            platform.add_tenant(tenant)
            for role in TENANT_ROLES:
                world.tokens[tenant, role] = platform.token(tenant, role)
            platform.add_model(tenant, world.tokens[tenant, "scientist"])
        spare = platform.operator.post("/api/v1/t/dormant/tokens", json={"role": "viewer"})
        world.spare = str(done(spare)["id"])
        suspended = platform.operator.patch(
            "/api/v1/tenants/dormant", json={"state": "suspended"}, headers={"If-Match": "*"}
        )
        done(suspended)
        return world

    def token(self, role: str, relation: str) -> str | None:
        if role == "anonymous":
            return None
        if role == "operator":
            return self.platform.server.operator_token
        return self.tokens["dormant" if relation == "suspended" else "acme", role]

    def prepare(self, route: Route, role: str, relation: str) -> dict[str, str]:
        """Brings the tenant that may be acted on into a state where the request can succeed, and
        gives the parameters of the path."""
        tenant = TENANT_OF[relation]
        parameters = {"tenant": tenant, "environment": "research", "model": MODEL, "version": "1"}
        can_succeed = expected(route, role, relation) == ALLOWED
        if can_succeed and route.policy.startswith(("deployments.", "predict", "models.describe")):
            self.deploy_both("acme")
        if route.operation == "revokeToken":
            parameters["token"] = self.fresh_token(role, relation)
        return parameters

    def deploy_both(self, tenant: str) -> None:
        with self.platform.server.client(self.tokens[tenant, "scientist"]) as client:
            for version in (2, 1):
                path = f"/api/v1/t/{tenant}/deployments/{MODEL}"
                done(client.post(path, json={"version": version}))

    def fresh_token(self, role: str, relation: str) -> str:
        """The id of a token that the role may revoke if it may revoke any: a scientist's is its
        own."""
        tenant = TENANT_OF[relation]
        if tenant not in {"acme", "globex"}:
            return self.spare
        if role == "scientist" and tenant == "acme":
            with self.platform.server.client(self.tokens["acme", "scientist"]) as client:
                made = done(client.post("/api/v1/t/acme/tokens", json={"role": "viewer"}))
                return str(made["id"])
        path = f"/api/v1/t/{tenant}/tokens"
        return str(done(self.platform.operator.post(path, json={"role": "viewer"}))["id"])


def body_of(route: Route) -> dict[str, Any]:
    """Arguments for httpx: the contract's example, with names that are free."""
    operation = contract()["paths"][route.path][route.method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    if "application/octet-stream" in content:
        return {
            "content": example_model(),
            "headers": {"Content-Type": "application/octet-stream"},
        }
    if "application/json" not in content:
        return {}
    body = dict(content["application/json"]["example"])
    if route.operation in {"createTenant", "createTeam", "createPrincipal"}:
        body["name"] = unique("fresh")
    return {"json": body}


def send(world: World, route: Route, role: str, relation: str) -> httpx.Response:
    parameters = world.prepare(route, role, relation)
    path = re.sub(r"\{(\w+)\}", lambda match: parameters[match[1]], route.path)
    arguments = body_of(route)
    headers = arguments.pop("headers", {})
    if route.method in {"PATCH", "PUT"}:
        headers["If-Match"] = "*"
    with world.platform.server.client(world.token(role, relation)) as client:
        return client.request(route.method, path, headers=headers, **arguments)


def code_of(response: httpx.Response) -> str:
    """The error's code, in whichever shape the protocol has."""
    body = response.json()
    return str(body["code"]) if "code" in body else str(body["error"]).split(":")[0]


def without_ids(response: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """An answer as it can be compared: no request id, no time, and not whether the connection is
    closed, which depends on how much of the body had come when the head was refused."""
    request_id = response.headers.get("X-Request-Id", "none")
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in {"x-request-id", "date", "connection"}
    }
    return response.status_code, response.content.replace(request_id.encode(), b""), headers


def cells(routes: list[Route]) -> Iterator[tuple[Route, str, str]]:
    for route in routes:
        for role in ("anonymous", *TENANT_ROLES, "operator"):
            for relation in RELATIONS if route.names_tenant else ("own", "suspended"):
                yield route, role, relation


def wrong(want: Cell, response: httpx.Response) -> str:
    """What is wrong with an answer; empty if nothing."""
    if want == ALLOWED:
        return "" if response.status_code < 300 else f"{response.status_code} {response.text}"
    got = Cell(response.status_code, code_of(response) if response.status_code >= 400 else "")
    return "" if got == want else f"{got}, not {want}"


@pytest.fixture(scope="module")
def world(platform: Platform) -> World:
    return World.build(platform)


def test_route_table_is_what_the_contract_says() -> None:
    described = {
        (method.upper(), path, operation["operationId"], operation["x-permission"])
        for path, item in contract()["paths"].items()
        for method, operation in item.items()
    }
    assert {(r.method, r.path, r.operation, r.policy) for r in printed_routes()} == described


def test_each_policy_is_in_the_oracle() -> None:
    public = {f"{r.method} {r.path}" for r in printed_routes() if r.policy == "public"}
    assert public == set(AUTHZ["public"])
    assert {r.policy for r in printed_routes()} - {"public"} <= set(AUTHZ["permissions"])


def test_matrix(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    routes = printed_routes()
    failures = []
    succeeded: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for route, role, relation in cells(routes):
        want = expected(route, role, relation)
        response = send(world, route, role, relation)
        if problem := wrong(want, response):
            failures.append(f"{route.method} {route.path} as {role}, {relation}: {problem}")
        outcomes["allowed" if want == ALLOWED else str(want)] += 1
        succeeded[route.operation] += int(response.status_code < 300)
    never = [r.operation for r in routes if succeeded[r.operation] == 0]
    with capsys.disabled():
        print(f"\n{len(routes)} routes, {outcomes.total()} cells: {dict(outcomes)}")
    assert not failures, "\n".join(failures)
    assert not never, f"nobody succeeds on {never}, so their refusals prove nothing"


def test_another_tenant_is_answered_like_a_missing_one(world: World) -> None:
    differing = []
    compared = 0
    for route in printed_routes():
        if route.policy == "public" or not route.names_tenant:
            continue
        for role in (*TENANT_ROLES, "operator"):
            if expected(route, role, "other_tenant").status != 404:
                continue
            foreign = send(world, route, role, "other_tenant")
            missing = send(world, route, role, "missing")
            compared += 1
            if without_ids(foreign) != without_ids(missing):
                differing.append(f"{route.method} {route.path} as {role}")
    assert compared > 0
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Bearer nonsense", "token_malformed"),
        ("Bearer arm_01jdfx0000000000000000000h_tooshort", "token_malformed"),
        ("Basic b3BlcmF0b3I6", "token_malformed"),
    ],
)
def test_a_token_that_is_none_is_refused_on_every_route(
    world: World, header: str, code: str
) -> None:
    for route in printed_routes():
        if route.policy == "public":
            continue
        parameters = world.prepare(route, "scientist", "own") | {"token": "nothing"}
        path = re.sub(r"\{(\w+)\}", lambda m, p=parameters: p[m[1]], route.path)
        with world.platform.server.client(None) as client:
            response = client.request(route.method, path, headers={"Authorization": header})
        assert response.status_code == 401, (route, response.text)
        assert code_of(response) == code, route


def test_a_revoked_token_is_refused_at_once(world: World) -> None:
    made = done(world.platform.operator.post("/api/v1/t/acme/tokens", json={"role": "viewer"}))
    with world.platform.server.client(made["token"]) as client:
        assert client.get("/api/v1/t/acme/models").status_code == 200
        done(world.platform.operator.delete(f"/api/v1/t/acme/tokens/{made['id']}"))
        refused = client.get("/api/v1/t/acme/models")
    assert (refused.status_code, code_of(refused)) == (401, "token_revoked")
