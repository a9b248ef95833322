"""What is asked for in one's own tenant: only another tenant's, gone, in another state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from tests.integration.authorisation.credentials import reader, session
from tests.integration.authorisation.oracle import (
    ALLOWED,
    DENIED,
    HIDDEN,
    PERMISSIONS,
    ROLES,
    Cell,
    refusal,
)
from tests.integration.authorisation.questions import Ask, Question
from tests.integration.authorisation.world import World
from tests.integration.people import TENANT_ROLES, done, example_model
from tests.integration.routes import AUTHZ, Route
from tests.integration.signed_in import Proof, sign_in

OBJECTS = AUTHZ["objects"]
THEIRS = "theirs"  # A live model that only globex has.
THIRD = "3"  # The version of it that is live.
IDLE = "idle"  # A model of acme that was never deployed.
STOPPED = "stopped"  # One that was.


def upload(world: World, tenant: str, model: str) -> str:
    """Registers a version; its number."""
    answer = world.request(
        world.token("scientist", tenant),
        "POST",
        f"/api/v1/t/{tenant}/models/{model}/versions",
        content=example_model(),
        headers={"Content-Type": "application/octet-stream"},
    )
    return str(done(answer)["number"])


def deploy(world: World, tenant: str, model: str, what: str = "", **body: Any) -> None:
    path = f"/api/v1/t/{tenant}/deployments/{model}{what}"
    done(world.request(world.token("scientist", tenant), "POST", path, json=body))


def prepare(world: World) -> None:
    """Makes the models, once."""

    def make() -> bool:
        for _ in range(int(THIRD)):
            upload(world, "globex", THEIRS)
        deploy(world, "globex", THEIRS, version=2)
        deploy(world, "globex", THEIRS, version=int(THIRD))
        for model in (IDLE, STOPPED):
            upload(world, "acme", model)
        deploy(world, "acme", STOPPED, version=1)
        deploy(world, "acme", STOPPED, "/stop")
        return True

    world.once("models in each state", make)


def asked(
    route: Route, role: str, changes: dict[str, str], *, owner: str = "", **arguments: object
) -> Ask:
    """The route's request in acme with these names in the path, right after its owner's in
    `owner`: what a cache may keep of that is kept."""

    def ask(world: World) -> httpx.Response:
        prepare(world)
        if owner:
            theirs = world.arrange(route, owner, "scientist") | changes
            found = world.ask(route, world.token("scientist", owner), theirs, **arguments)
            key = f"{route.operation} of {owner} by its owner, {sorted(changes.items())}"
            first = world.once(key, lambda: found)
            assert first.status_code < 300, f"{route.path} by its owner: {first.text}"
        parameters = world.arrange(route, "acme", role) | changes
        return world.ask(route, world.proof(route, role), parameters, **arguments)

    return ask


def reads(route: Route) -> bool:
    return route.method == "GET" or route.policy == "predict"


def cell(route: Route, role: str, found: Cell) -> Cell:
    """Who may not is told so before anybody looks for the thing."""
    reach = PERMISSIONS[route.policy][role]
    return found if reach in {"allow", "own"} else DENIED


# ---- only another tenant's


def of_another_tenant(routes: Sequence[Route]) -> Iterator[Question]:
    """Models and versions in one's own address; then tokens and sessions by their ids."""
    missing = refusal(OBJECTS["of_another_tenant"])
    for route in routes:
        names = {"model": THEIRS} | ({"version": THIRD} if "{version}" in route.path else {})
        if "{model}" not in route.path or route.policy == "models.register":
            continue
        for role in TENANT_ROLES:
            want = cell(route, role, missing)
            owner = "globex" if reads(route) else ""
            ask = asked(route, role, names, owner=owner)
            yield Question("its model", route, role, "other_tenant", want, ask)


def versions_in_bodies(routes: Sequence[Route]) -> Iterator[Question]:
    """Deploying a version of a number that nobody has here."""
    missing = refusal(OBJECTS["missing"])
    for route in routes:
        if route.policy == "deployments.create":
            for role in TENANT_ROLES:
                ask = asked(route, role, {"model": STOPPED}, json={"version": int(THIRD)})
                want = cell(route, role, missing)
                yield Question("a version in the body", route, role, "missing", want, ask)


def tokens(routes: Sequence[Route]) -> Iterator[Question]:
    """By the id in the path, and by the name of its principal in the body."""
    missing = refusal(OBJECTS["of_another_tenant"])
    for route in routes:
        if route.policy == "tokens.revoke":
            for role in ROLES:
                yield Question(
                    "its token", route, role, "other_tenant", cell(route, role, missing),
                    revoking(route, role, "globex", gone=False),
                )  # fmt: skip
                yield Question(
                    "a token", route, role, "deleted", cell(route, role, again(role)),
                    revoking(route, role, "acme", gone=True),
                )  # fmt: skip
        if route.policy == "tokens.create":
            for role in ROLES:
                reach = PERMISSIONS[route.policy][role]
                want = missing if reach == "allow" else DENIED
                ask = naming_principal(route, role)
                yield Question("its principal in the body", route, role, "other_tenant", want, ask)


def again(role: str) -> Cell:
    """A second time changes nothing; what is not one's own is hidden."""
    return HIDDEN if PERMISSIONS["tokens.revoke"][role] == "own" else ALLOWED


def revoking(route: Route, role: str, tenant: str, *, gone: bool) -> Ask:
    def token_id(world: World) -> str:
        made = world.made(f"/api/v1/t/{tenant}/tokens", role="viewer")
        if gone:
            done(world.operator("DELETE", f"/api/v1/t/{tenant}/tokens/{made['id']}"))
        return str(made["id"])

    def ask(world: World) -> httpx.Response:
        id_there = world.once(f"token {tenant} {gone}", lambda: token_id(world))
        parameters = world.arrange(route, "acme", role) | {"token": id_there}
        tenant_of_role = "house" if role == "operator" else "acme"
        return world.ask(route, world.token(role, tenant_of_role), parameters)

    return ask


def naming_principal(route: Route, role: str) -> Ask:
    def ask(world: World) -> httpx.Response:
        stranger = reader(world, "viewer", "globex").name
        parameters = world.arrange(route, "acme", role)
        tenant = "house" if role == "operator" else "acme"
        body = {"role": "viewer", "principal": stranger}
        return world.ask(route, world.token(role, tenant), parameters, json=body)

    return ask


def sessions(routes: Sequence[Route]) -> Iterator[Question]:
    """Another person's, of the same tenant and of another; and one's own that has ended."""
    route = next(route for route in routes if route.operation == "endSession")

    def ending(role: str, whose: str) -> Ask:
        def ask(world: World) -> httpx.Response:
            home = "house" if role == "operator" else "acme"
            mine = reader(world, role, home)
            shown: Proof = mine.session or mine.token
            parameters = world.arrange(route, home, role)
            parameters["session"] = world.once(
                f"session {role} {whose}", lambda: session_id(world, role, whose)
            )
            return world.ask(route, shown, parameters)

        return ask

    for role in ROLES:
        for whose, relation, found in (
            ("acme", "own", HIDDEN),
            ("globex", "other_tenant", HIDDEN),
            ("", "deleted", ALLOWED),
        ):
            kind = "another's session" if whose else "a session"
            want = cell(route, role, found)
            yield Question(kind, route, role, relation, want, ending(role, whose))


def session_id(world: World, role: str, whose: str) -> str:
    """One of an approver of that tenant; without a tenant, one of the role's own that has ended."""
    if whose:
        return session(world, "approver" if role != "approver" else "viewer", whose).id
    home = "house" if role == "operator" else "acme"
    mine = reader(world, role, home)
    if mine.session is None:
        return "01jdfx0000000000000000000h"
    ended = sign_in(world.client, mine.token)
    assert world.request(ended, "DELETE", "/api/v1/session").status_code == 204
    return ended.id


# ---- in another state


def in_other_states(routes: Sequence[Route]) -> Iterator[Question]:
    """Of a model that is not live: what acts on what is live, and what asks it."""
    rules = OBJECTS["not_live"]
    for route in routes:
        if "{model}" not in route.path or route.policy not in rules:
            continue
        for relation, model in (("never deployed", IDLE), ("stopped", STOPPED)):
            rule = rules[route.policy].get(relation.replace(" ", "_"))
            if rule is None:
                continue
            for role in TENANT_ROLES:
                want = cell(route, role, refusal(rule))
                ask = asked(route, role, {"model": model})
                yield Question("a model", route, role, relation, want, ask)


def all_objects(routes: Sequence[Route]) -> list[Question]:
    return [
        *of_another_tenant(routes),
        *versions_in_bodies(routes),
        *tokens(routes),
        *sessions(routes),
        *in_other_states(routes),
    ]
