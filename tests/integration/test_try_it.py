"""Predictions of a person who is signed in, as the form on the pages asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.integration.people import MODEL, Platform, done, unique
from tests.integration.signed_in import SignedIn, headers_of, refused, sign_in

BODY = {"records": [{"tenure": 2}, {"tenure": 60}]}
PATHS = (
    f"/api/v1/t/acme/deployments/{MODEL}/predict",
    f"/api/v1/t/acme/e/research/deployments/{MODEL}/predict",
)


@dataclass(frozen=True)
class People:
    """Two who are signed in, and the first one's token."""

    scientist: SignedIn
    viewer: SignedIn
    token: str


def user(platform: Platform, role: str) -> str:
    """The token of a new person of acme."""
    name = unique(role)
    body = {"name": name, "kind": "user", "role": role}
    done(platform.operator.post("/api/v1/t/acme/principals", json=body))
    made = platform.operator.post("/api/v1/t/acme/tokens", json={"principal": name})
    return str(done(made)["token"])


@pytest.fixture(scope="module")
def people(platform: Platform) -> People:
    platform.add_tenant("acme")
    platform.add_model("acme", platform.token("acme", "scientist"))
    scientist, viewer = (user(platform, role) for role in ("scientist", "viewer"))
    with platform.server.client(None) as client:
        return People(sign_in(client, scientist), sign_in(client, viewer), scientist)


@pytest.fixture
def client(platform: Platform) -> Iterator[httpx.Client]:
    with platform.server.client(None) as found:
        yield found


def without_id(answer: httpx.Response) -> dict[str, Any]:
    body: dict[str, Any] = done(answer)
    assert body.pop("request_id") == answer.headers["X-Request-Id"]
    return body


@pytest.mark.parametrize("path", PATHS)
def test_a_session_is_answered_as_its_token_is(
    client: httpx.Client, people: People, path: str
) -> None:
    asked = client.post(path, json=BODY, headers=headers_of(people.scientist))
    assert asked.headers["Armillary-Model-Version"] == "1"
    by_token = headers_of(people.token)
    plain = client.post(f"/t/acme/predict/{MODEL}", json=BODY, headers=by_token)
    assert without_id(asked) == without_id(plain)
    assert without_id(client.post(path, json=BODY, headers=by_token)) == without_id(plain)


@pytest.mark.parametrize("path", PATHS)
def test_only_a_page_of_ours_asks_for_a_session(
    client: httpx.Client, people: People, path: str
) -> None:
    cookie = {"Cookie": people.scientist.headers["Cookie"]}
    without = client.post(path, json=BODY, headers=cookie)
    assert refused(without) == (403, "csrf_token_invalid")
    foreign = headers_of(people.scientist) | {"Origin": "https://evil.example"}
    assert refused(client.post(path, json=BODY, headers=foreign)) == (403, "origin_not_allowed")


def test_who_may_not_predict_is_told_so_before_the_body_is_read(
    client: httpx.Client, people: People
) -> None:
    for path in (*PATHS, PATHS[0].replace(MODEL, "nothing")):
        for content in (b"{", b'{"records":[{"tenure":1}]}'):
            headers = headers_of(people.viewer) | {"Content-Type": "application/json"}
            answer = client.post(path, content=content, headers=headers)
            assert refused(answer) == (403, "permission_denied")


def test_another_environment_is_not_that_of_the_session(
    client: httpx.Client, people: People
) -> None:
    path = PATHS[1].replace("research", "staging")
    answer = client.post(path, json=BODY, headers=headers_of(people.scientist))
    assert refused(answer) == (404, "not_found"), "nothing is live there"


def test_a_prediction_is_repeated_not_replayed_and_leaves_no_event(
    platform: Platform, client: httpx.Client, people: People
) -> None:
    admin = platform.token("acme", "tenant_admin")

    def events() -> int:
        path = "/api/v1/t/acme/audit"
        return int(done(client.get(path, headers=headers_of(admin)))["total"])

    before = events()
    headers = headers_of(people.scientist) | {"Idempotency-Key": "k1"}
    first = client.post(PATHS[0], json=BODY, headers=headers)
    second = client.post(PATHS[0], json={"records": [{"tenure": 7}]}, headers=headers)
    assert len(done(first)["predictions"]) == 2
    assert len(done(second)["predictions"]) == 1
    assert events() == before
