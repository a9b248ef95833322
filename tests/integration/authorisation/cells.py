"""The matrix itself: every route x every role x every relation; and places and models beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

import httpx

from tests.integration.authorisation.addresses import addressed, home, path_of
from tests.integration.authorisation.oracle import (
    ALLOWED,
    DENIED,
    HIDDEN,
    HOUSE,
    PERMISSIONS,
    ROLES,
    Cell,
    expected,
    in_other_environment,
    permits,
    refusal,
    relations_of,
    wrong,
)
from tests.integration.authorisation.placements import topic_cell
from tests.integration.authorisation.probe import Probe
from tests.integration.authorisation.questions import EVERYBODY, name
from tests.integration.authorisation.world import SECOND_MODEL, World
from tests.integration.people import TENANT_ROLES
from tests.integration.routes import AUTHZ, Route, body_of, code_of

PROMOTION = AUTHZ["environments"]["promotion_required"]
NO_ID = "01jdfx0000000000000000000h"
NO_OBJECT = {"model": "nothing", "version": "999", "token": NO_ID, "session": NO_ID,
             "subject": NO_ID}  # fmt: skip


def matrix(routes: Sequence[Route]) -> Iterator[Probe]:
    def check(route: Route, role: str, relation: str, world: World) -> str:
        return wrong(expected(route, role, relation), world.send(route, role, relation))

    for route in routes:
        for role in EVERYBODY:
            for relation in relations_of(route, role):
                asked = partial(check, route, role, relation)
                yield Probe("cell", role, route.policy, relation, name(route), asked)


def without_ids(response: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """An answer as it can be compared: no request id, no time, not when a stream is to be asked for
    again, which is drawn, and not whether the connection is closed, which depends on how much of
    the body had come when the head was refused."""
    request_id = response.headers.get("X-Request-Id", "none")
    headers = {
        key: value
        for key, value in response.headers.items()
        if key not in {"x-request-id", "date", "connection"}
    }
    content = re.sub(rb"^retry: \d+", b"", response.content)
    return response.status_code, content.replace(request_id.encode(), b""), headers


def hidden(routes: Sequence[Route]) -> Iterator[Probe]:
    """What another tenant has and what nobody has are answered with the same bytes."""

    def check(route: Route, role: str, world: World) -> str:
        foreign, missing = (world.send(route, role, where) for where in ("other_tenant", "missing"))
        same = without_ids(foreign) == without_ids(missing)
        return "" if same else f"{foreign.text} differs from {missing.text}"

    for route in routes:
        for role in ROLES:
            if route.names_tenant and expected(route, role, "other_tenant") == HIDDEN:
                asked = partial(check, route, role)
                yield Probe("hidden", role, route.policy, "other_tenant", name(route), asked)


# ---- topics of the stream


def topics(routes: Sequence[Route]) -> Iterator[Probe]:
    """Each topic is granted as a route with its permission would be, behind the stream's own."""
    stream = next(route for route in routes if route.goes_on)

    def check(topic: str, as_route: Route, role: str, relation: str, world: World) -> str:
        named = topic.replace("{tenant}", addressed(as_route, role, relation))
        token = world.token(role, home(role, relation))
        answer = world.request(token, "GET", stream.path, params={"topics": named})
        return wrong(topic_cell(stream, as_route, role, relation), answer)

    for topic, permission in AUTHZ["topics"].items():
        as_route = Route("GET", f"/api/v1/{topic}", topic, permission, 0)
        for role in ROLES:
            for relation in relations_of(as_route, role):
                asked = partial(check, topic, as_route, role, relation)
                yield Probe("topic", role, permission, relation, f"topic {topic}", asked)


# ---- environments


def elsewhere(routes: Sequence[Route]) -> Iterator[Probe]:
    """A token of staging at an address in research, and an environment that there is not."""

    def check(route: Route, role: str, own: str, there: str, want: Cell, world: World) -> str:
        tenant = HOUSE if role == "operator" else "acme"
        parameters = world.arrange(route, tenant, role) | {"environment": there}
        token = world.token(role, tenant, own)
        return wrong(want, world.ask(route, token, parameters))

    for route in routes:
        if not route.names_environment:
            continue
        for role in ROLES:
            other = ALLOWED if route.is_public else in_other_environment(route, role)
            unknown = ALLOWED if route.is_public else HIDDEN
            for own, there, want in (
                ("staging", "research", other),
                ("research", "nowhere", unknown),
            ):
                asked = partial(check, route, role, own, there, want)
                about = f"{name(route)} from {own}"
                yield Probe("environment", role, route.policy, there, about, asked)


def promoted(routes: Sequence[Route]) -> Iterator[Probe]:
    """Changes of what is live in staging and production, with a token of there."""

    def check(route: Route, role: str, environment: str, world: World) -> str:
        parameters = world.arrange(route, "acme", role) | {"environment": environment}
        want = refusal(PROMOTION["answer"]) if permits(role, route.policy) else DENIED
        return wrong(want, world.ask(route, world.token(role, "acme", environment), parameters))

    for route in routes:
        if route.policy in PROMOTION["permissions"]:
            for environment in PROMOTION["environments"]:
                for role in TENANT_ROLES:
                    asked = partial(check, route, role, environment)
                    yield Probe("promotion", role, route.policy, environment, name(route), asked)


# ---- the order of the steps


def without_object(routes: Sequence[Route]) -> Iterator[Probe]:
    """Who may not is told so before anybody looks whether the object exists."""

    def check(route: Route, role: str, world: World) -> str:
        parameters = world.arrange(route, "acme", role) | NO_OBJECT
        want = HIDDEN if permits(role, route.policy) else DENIED
        return wrong(want, world.ask(route, world.proof(route, role), parameters))

    for route in routes:
        is_about_one = any(f"{{{key}}}" in route.path for key in NO_OBJECT)
        makes_it = route.policy == "models.register"
        for role in TENANT_ROLES if is_about_one and not makes_it else ():
            if PERMISSIONS[route.policy][role] != "named":
                asked = partial(check, route, role)
                yield Probe("order", role, route.policy, "no object", name(route), asked)


def without_body(routes: Sequence[Route]) -> Iterator[Probe]:
    """Tenant, state, environment and permission are looked at before the body is read."""

    def check(route: Route, role: str, relation: str, world: World) -> str:
        tenant = addressed(route, role, relation)
        parameters = world.arrange(route, tenant, role)
        headers = {"Content-Type": "application/json", "If-Match": "*"}
        proof = world.proof(route, role, home(role, relation))
        answer = world.request(
            proof, route.method, path_of(route, parameters), content=b"{", headers=headers
        )
        want = expected(route, role, relation)
        if want != ALLOWED:
            return wrong(want, answer)
        return "" if code_of(answer) == "invalid_json" else f"the body is taken: {answer.text}"

    for route in routes:
        if "json" in body_of(route):
            for role in ROLES:
                for relation in relations_of(route, role):
                    asked = partial(check, route, role, relation)
                    yield Probe("order", role, route.policy, relation, name(route), asked)


# ---- named models


def named(routes: Sequence[Route]) -> Iterator[Probe]:
    """A live model that a caller's token does not name, and one that there is not."""

    def check(route: Route, role: str, model: str, want: Cell, world: World) -> str:
        parameters = world.arrange(route, "acme", role) | {"model": model}
        return wrong(want, world.ask(route, world.token(role), parameters))

    for route in routes:
        if "named" not in PERMISSIONS.get(route.policy, {}).values():
            continue
        for role in TENANT_ROLES:
            cell = PERMISSIONS[route.policy][role]
            for model, found in ((SECOND_MODEL, ALLOWED), ("nothing", HIDDEN)):
                asked = partial(check, route, role, model, found if cell == "allow" else DENIED)
                yield Probe("named", role, route.policy, model, name(route), asked)
