"""Every route of the running binary with every bad request that the contract lets one make up.

A refusal counts only because the same request, unspoilt, succeeds in the end.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.answers import wrong
from tests.integration.authorisation.world import World
from tests.integration.people import TENANT_ROLES, Platform, done, unique
from tests.integration.request_faults import Case, cases, example_message
from tests.integration.routes import Route, printed_routes, role_that_may
from tests.integration.tokens import Tokens
from tests.integration.wire import Answer, Message, Wire

SECONDS = 10.0


def token_cases(route: Route, good: Message, tokens: Tokens, foreign: str) -> Iterator[Case]:
    if route.is_public or route.is_personal:
        return

    def bearing(value: str | None) -> Message:
        return good.having("Authorization", value)

    header = "Authorization"
    yield Case("no token", bearing(None), "unauthenticated", header)
    yield Case("an empty token", bearing(""), "unauthenticated", header)
    sound = dict(good.headers)[header].removeprefix("Bearer ")
    for bad in ("Bearer", "Bearer nonsense", f"Bearer {sound[:-1]}", f"Bearer {sound}x", sound,
                f"Bearer {sound[:40]}!{sound[41:]}", f"Bearer  {sound}", f"Basic {sound}",
                f"Bearer {sound} {sound}", f"Bearer {sound.upper()}"):  # fmt: skip
        yield Case(f"garbled {bad[:12]}", bearing(bad), "token_malformed", header)
    for bad, code in (
        (tokens.strange, "token_unknown"),
        (tokens.forged, "token_unknown"),
        (tokens.expired, "token_expired"),
        (tokens.revoked, "token_revoked"),
    ):
        yield Case(code, bearing(f"Bearer {bad}"), code, header)
    if route.names_tenant:
        yield Case("another tenant's token", bearing(f"Bearer {foreign}"), "not_found")


def session_cases(route: Route, good: Message) -> Iterator[Case]:
    """Sessions that are none, and pages that may not act for one."""
    if not route.is_personal:
        return
    cookie = dict(good.headers)["Cookie"]
    nobody = "session_unknown" if route.policy == "self.session" else "unauthenticated"
    for none in (None, "", "session=x", cookie.replace("__Host-", "")):
        header = "Cookie" if nobody == "session_unknown" else "Authorization"
        yield Case(f"cookie {none!s:.12}", good.having("Cookie", none), nobody, header)
    forged = cookie[:-1] + ("A" if cookie[-1] != "A" else "B")
    for bad in (cookie[:-1], f"{cookie}0", cookie[:40] + "!" + cookie[41:], forged):
        yield Case(f"cookie {bad[17:]}", good.having("Cookie", bad), "session_unknown", "Cookie")
    for two in (f"{cookie}; {cookie}", f"{cookie}; __Host-armillary=x"):
        yield Case("two sessions", good.having("Cookie", two), "session_unknown", "Cookie", True)
    if route.method == "GET":
        return
    header = "X-CSRF-Token"
    for given in (None, "", "0" * 64, dict(good.headers)[header][:-1], "x"):
        case = good.having(header, given)
        yield Case(f"CSRF {given!s:.8}", case, "csrf_token_invalid", header, True)
    for bad in ("null", "https://evil.example", ""):
        yield Case(f"of {bad}", good.having("Origin", bad), "origin_not_allowed", "Origin", True)
    header = "Sec-Fetch-Site"
    for bad in ("cross-site", "same-site"):
        yield Case(bad, good.having(header, bad), "origin_not_allowed", header, True)


def without_times(value: Any) -> Any:
    """Without what reading alone changes."""
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key != "last_used_at"}
        return {key: without_times(inner) for key, inner in kept.items()}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def state_of(world: World) -> dict[str, Any]:
    """All that can be read of each tenant, chains of audit included, and the stored files."""
    seen: dict[str, Any] = {}
    for route in printed_routes():
        is_read = route.method == "GET" and route.path.startswith("/api/v1/")
        if (
            not is_read
            or route.is_public
            or route.is_personal
            or route.goes_on
            or route.operation in {"getWhoAmI", "downloadVersion"}
        ):
            continue
        role = role_that_may(route)
        for tenant in ("acme", "globex", "house"):
            names = {"tenant": tenant, "environment": "research", "model": "churn", "version": "1"}
            if tenant == "house" and role != "operator":
                continue
            with world.platform.server.client(world.token(role, tenant)) as client:
                answer = client.get(route.path.format_map(names))
            seen[f"{tenant} {route.path}"] = without_times(done(answer))
    objects = world.platform.server.data / "objects"
    seen["files"] = sorted(str(path) for path in objects.rglob("*") if path.is_file())
    return seen


def settled(world: World, before: dict[str, Any]) -> dict[str, Any]:
    """The state, once what was cut has been cleared away."""
    deadline = time.monotonic() + SECONDS
    after = state_of(world)
    while after["files"] != before["files"] and time.monotonic() < deadline:
        time.sleep(0.05)
        after = state_of(world)
    return after


@pytest.fixture(scope="module")
def world(platform: Platform) -> World:
    world = World(platform)
    world.fill()
    return world


def good_message(world: World, route: Route) -> tuple[Message, dict[str, str]]:
    """The example of a route, as somebody who may sends it, and the names in its path."""
    proof, names = world.allowed(route)
    return example_message(route, proof, names), names


def foreign_token(world: World, route: Route) -> str:
    role = "tenant_admin" if route.is_public else role_that_may(route)
    return str(world.token(role if role in TENANT_ROLES else "tenant_admin", "globex"))


def test_every_bad_request_is_refused_and_changes_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = Tokens.make(world.platform, tmp_path)
    routes = printed_routes()
    good = {route: good_message(world, route) for route in routes}
    before = state_of(world)
    counted: Counter[str] = Counter()
    failures = []
    with Wire(world.platform.server.url) as wire:
        for route in routes:
            message, names = good[route]
            every = [
                *cases(route, message, names),
                *token_cases(route, message, tokens, foreign_token(world, route)),
                *session_cases(route, message),
            ]
            for case in every:
                problem = wrong(route, case, wire.ask(case.message, ends=case.ends))
                counted[case.code] += 1
                if problem:
                    failures.append(f"{route.method} {route.path}: {case.what}: {problem}")
    after = settled(world, before)
    with capsys.disabled():
        print(f"\n{len(routes)} routes, {counted.total()} cases, {len(failures)} wrong")
    assert not failures, "\n".join(failures[:200])
    changed = [key for key in before if before[key] != after[key]]
    assert not changed, f"refused requests changed {changed}"
    assert {route.operation for route in routes} == set(succeeding(world))


def succeeding(world: World) -> Iterator[str]:
    """The operations whose unspoilt example succeeds."""
    with Wire(world.platform.server.url) as wire:
        for route in printed_routes():
            message, _ = good_message(world, route)
            answer = wire.ask(message)
            assert answer.status == 404 if route.needs_provider else answer.status < 300, (
                route,
                answer.status,
                answer.body,
            )
            yield route.operation


GOOD = {
    "code": "too_long",
    "message": "/name: A value is too long (maxLength 63)",
    "field": "/name",
    "rule": "maxLength 63",
    "next_step": "Shorten the value.",
    "request_id": "r1",
}


def judged(body: dict[str, Any], status: int = 422, operation: str = "createTenant") -> str:
    route = next(route for route in printed_routes() if route.operation == operation)
    case = Case("", Message("POST", "/"), "too_long", "/name", True)
    answer = Answer(status, httpx.Headers({"X-Request-Id": "r1"}), json.dumps(body).encode())
    return wrong(route, case, answer)


def test_judge_passes_what_is_right() -> None:
    assert not judged(GOOD)
    text = "too_long: /name: A value is too long [/name: maxLength 63]"
    assert not judged({"error": text}, 400, "infer")


@pytest.mark.parametrize(
    "change",
    [
        {"code": "too_short"},
        {"code": "internal"},
        {"field": "name"},
        {"rule": ""},
        {"request_id": "r2"},
        {"next_step": ""},
        {"stack": "main.cc:7"},
    ],
)
def test_judge_finds_a_wrong_member(change: dict[str, str]) -> None:
    assert judged({**GOOD, **change})


def test_judge_finds_a_wrong_status_or_shape() -> None:
    assert judged(GOOD, 400)
    assert judged(GOOD, 500)
    assert judged(GOOD, 400, "infer")
    assert judged({"error": "too_long: so it is [/name: maxLength 63]"}, 422)
    assert judged({"error": "too_long: so it is"}, 400, "infer")
    assert judged({"error": "too_long: so it is [/name]"}, 400, "infer")
    assert judged(GOOD, 422, "getHealth"), "the contract does not list it there"


def test_state_shows_a_change(platform: Platform, world: World) -> None:
    before = state_of(world)
    body = {"name": unique("new"), "role": "viewer"}
    done(platform.operator.post("/api/v1/t/acme/principals", json=body))
    after = state_of(world)
    changed = {key for key in before if before[key] != after[key]}
    assert {f"acme /api/v1/t/{{tenant}}/{what}" for what in ("principals", "audit")} <= changed
