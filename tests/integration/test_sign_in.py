"""People who sign in with a browser: the link, the cookie, and what it opens."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.integration.people import MODEL, Platform, done, unique
from tests.integration.signed_in import (
    COOKIE,
    SignedIn,
    asked,
    headers_of,
    new_code,
    redeem,
    refused,
    session_of,
    sign_in,
)

AT_ONCE = 20


def person(platform: Platform, tenant: str, role: str) -> str:
    """The token of a new user, all that the user is."""
    name = unique(f"{role}@{tenant}")
    body = {"name": name, "kind": "user", "role": role}
    done(platform.operator.post(f"/api/v1/t/{tenant}/principals", json=body))
    made = platform.operator.post(f"/api/v1/t/{tenant}/tokens", json={"principal": name})
    return str(done(made)["token"])


@pytest.fixture(scope="module")
def tenants(platform: Platform) -> Platform:
    for name in ("acme", "globex"):
        platform.add_tenant(name)
        platform.add_model(name, platform.token(name, "scientist"))
    return platform


@pytest.fixture
def client(tenants: Platform) -> Iterator[httpx.Client]:
    with tenants.server.client(None) as found:
        yield found


@pytest.fixture
def ada(tenants: Platform) -> str:
    """The token of a scientist of acme who is a person."""
    return person(tenants, "acme", "scientist")


def test_signing_in_sets_a_cookie_for_this_host_alone(client: httpx.Client, ada: str) -> None:
    answer = redeem(client, new_code(client, ada))
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith(f"{COOKIE}=")
    assert attributes == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
    assert answer.headers["Cache-Control"] == "no-store"
    body = done(answer)
    seen = asked(client, session_of(answer)).json()
    assert seen.pop("idle_ends_at") >= body.pop("idle_ends_at")
    assert seen == body
    assert [place["tenant"] for place in body["memberships"]] == ["acme"]
    assert "models.register" in body["memberships"][0]["permissions"]


def test_a_code_is_good_once(client: httpx.Client, ada: str) -> None:
    code = new_code(client, ada)
    done(redeem(client, code))
    again = redeem(client, code)
    assert refused(again) == (401, "sign_in_code_invalid")
    assert "Set-Cookie" not in again.headers
    assert code not in again.text


def test_one_of_many_who_redeem_a_code_at_once_is_let_in(client: httpx.Client, ada: str) -> None:
    code = new_code(client, ada)
    barrier = threading.Barrier(AT_ONCE)

    def attempt(_: int) -> int:
        with httpx.Client(base_url=client.base_url, timeout=30) as own:
            own.get("/healthz")
            barrier.wait()
            return redeem(own, code).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(attempt, range(AT_ONCE)))
    assert sorted(answers) == [201] + [401] * (AT_ONCE - 1)


@pytest.mark.parametrize("path", [f"/predict/{MODEL}", f"/t/acme/predict/{MODEL}"])
def test_the_cookie_opens_no_prediction(client: httpx.Client, ada: str, path: str) -> None:
    session = sign_in(client, ada)
    headers = headers_of(session)
    assert refused(client.post(path, json={"records": [{}]}, headers=headers)) == (
        401,
        "unauthenticated",
    )
    for other in ("/metrics", f"/v2/models/{MODEL}", f"/t/acme/v2/models/{MODEL}"):
        assert refused(client.get(other, headers=headers)) == (401, "unauthenticated"), other


def test_the_cookie_acts_in_the_tenant_of_the_address(client: httpx.Client, ada: str) -> None:
    session = sign_in(client, ada)
    assert asked(client, session, f"/api/v1/t/acme/models/{MODEL}").status_code == 200
    foreign = asked(client, session, f"/api/v1/t/globex/models/{MODEL}")
    missing = asked(client, session, f"/api/v1/t/nobody/models/{MODEL}")
    assert refused(foreign) == refused(missing) == (404, "not_found")
    assert foreign.json().keys() == missing.json().keys()
    assert foreign.json()["message"] == missing.json()["message"]
    who = done(asked(client, session, "/api/v1/whoami"))
    assert who["session"] == session.id
    assert "token" not in who
    path = f"/api/v1/t/acme/deployments/{MODEL}"
    live = client.post(path, json={"version": 1}, headers=headers_of(session))
    assert done(live)["by_name"] == who["name"]


def test_the_operator_crosses_with_the_cookie_as_with_the_token(
    tenants: Platform, client: httpx.Client
) -> None:
    session = sign_in(client, tenants.server.operator_token)
    assert asked(client, session, "/api/v1/tenants").status_code == 200
    assert asked(client, session, "/api/v1/t/acme/tokens").status_code == 200
    assert refused(asked(client, session, "/api/v1/t/acme/models")) == (404, "not_found")


def test_a_token_beside_the_cookie_wins(tenants: Platform, client: httpx.Client, ada: str) -> None:
    session = sign_in(client, ada)
    viewer = tenants.token("globex", "viewer")
    both = headers_of(session) | headers_of(viewer)
    assert done(client.get("/api/v1/whoami", headers=both))["tenant"] == "globex"
    assert refused(client.get("/api/v1/session", headers=both)) == (401, "session_unknown")
    garbled = headers_of(session) | {"Authorization": "Bearer nonsense"}
    assert refused(client.get("/api/v1/whoami", headers=garbled)) == (401, "token_malformed")


def test_a_change_needs_the_token_of_its_own_session(client: httpx.Client, ada: str) -> None:
    session, other = sign_in(client, ada), sign_in(client, ada)
    path = f"/api/v1/t/acme/deployments/{MODEL}/stop"
    for csrf in (None, "", "0" * 64, other.csrf, session.csrf.upper() + "0"):
        headers = {"Cookie": session.headers["Cookie"]} | (
            {} if csrf is None else {"X-CSRF-Token": csrf}
        )
        assert refused(client.post(path, json={}, headers=headers)) == (403, "csrf_token_invalid")
    for name, value in (
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", f"http://127.0.0.1:{client.base_url.port}.evil.example"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ):
        headers = headers_of(session) | {name: value}
        assert refused(client.post(path, json={}, headers=headers)) == (403, "origin_not_allowed")
    own = {"Origin": str(client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    done(client.post(path, json={}, headers=headers_of(session) | own))
    path = f"/api/v1/t/acme/deployments/{MODEL}"
    done(client.post(path, json={"version": 1}, headers=headers_of(session)))


def test_a_foreign_page_signs_nobody_in(client: httpx.Client, ada: str) -> None:
    code = new_code(client, ada)
    answer = redeem(client, code, {"Origin": "https://evil.example"})
    assert refused(answer) == (403, "origin_not_allowed")
    done(redeem(client, code))


def test_signing_in_never_takes_over_a_session_that_was_there(
    client: httpx.Client, tenants: Platform, ada: str
) -> None:
    planted = sign_in(client, person(tenants, "globex", "viewer"))
    mine = session_of(redeem(client, new_code(client, ada), headers_of(planted)))
    assert mine.value != planted.value
    assert mine.csrf != planted.csrf
    assert done(asked(client, planted))["memberships"][0]["tenant"] == "globex"
    assert done(asked(client, mine))["memberships"][0]["tenant"] == "acme"
    unknown = SignedIn("x", f"arm_{'0' * 26}.{'A' * 33}", "")
    assert refused(asked(client, unknown)) == (401, "session_unknown")


def test_signing_out_ends_the_session_and_takes_the_cookie_back(
    client: httpx.Client, ada: str
) -> None:
    session = sign_in(client, ada)
    out = client.delete("/api/v1/session", headers=headers_of(session))
    assert out.status_code == 204
    assert out.headers["Set-Cookie"].startswith(f"{COOKIE}=; Max-Age=0; Path=/; Secure")
    for path in ("/api/v1/session", "/api/v1/whoami", f"/api/v1/t/acme/models/{MODEL}"):
        assert refused(asked(client, session, path)) == (401, "session_ended")


def test_a_person_sees_and_ends_their_own_sessions_and_no_others(
    client: httpx.Client, tenants: Platform, ada: str
) -> None:
    first, second = sign_in(client, ada), sign_in(client, ada)
    stranger = sign_in(client, person(tenants, "acme", "tenant_admin"))
    listed = done(asked(client, second, "/api/v1/sessions"))
    shown = [(item["id"], item["is_current"]) for item in listed["items"]]
    assert shown == [(second.id, True), (first.id, False)]
    by_token = done(client.get("/api/v1/sessions", headers=headers_of(ada)))
    assert {item["id"] for item in by_token["items"]} == {first.id, second.id}
    path = f"/api/v1/sessions/{first.id}"
    assert refused(client.delete(path, headers=headers_of(stranger))) == (404, "not_found")
    for _ in range(2):
        assert client.delete(path, headers=headers_of(second)).status_code == 204
    assert refused(asked(client, first)) == (401, "session_ended")
    assert asked(client, second).status_code == 200


def test_no_link_is_made_by_less_than_a_person(
    client: httpx.Client, tenants: Platform, ada: str
) -> None:
    who = done(client.get("/api/v1/whoami", headers=headers_of(ada)))
    path = "/api/v1/t/acme/tokens"
    for less in (
        {"scopes": ["sign_in_links.create", "self.read"]},
        {"role": "viewer"},
        {"environment": "staging"},
    ):
        body = {"principal": who["name"], **less}
        token = done(tenants.operator.post(path, json=body))["token"]
        answer = client.post("/api/v1/sign-in-links", json={}, headers=headers_of(token))
        assert refused(answer) == (403, "permission_denied"), less
    service = tenants.token("acme", "scientist")
    answer = client.post("/api/v1/sign-in-links", json={}, headers=headers_of(service))
    assert refused(answer) == (403, "permission_denied")


def test_what_a_session_does_is_in_the_audit_log_under_its_id(
    client: httpx.Client, tenants: Platform, ada: str
) -> None:
    session = sign_in(client, ada)
    path = f"/api/v1/t/acme/deployments/{MODEL}"
    done(client.post(path, json={"version": 1}, headers=headers_of(session)))
    client.delete("/api/v1/session", headers=headers_of(session))
    database = tenants.server.data / "armillary.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        found = rows.execute(
            "SELECT action FROM audit_events WHERE token_id = ? ORDER BY sequence", (session.id,)
        ).fetchall()
    assert found == [("sessions.create",), ("deployments.create",), ("sessions.end",)]
    assert done(tenants.operator.get("/api/v1/t/acme/audit/verify"))["verified"]


def test_a_suspended_tenant_leaves_a_person_nothing_but_to_come_and_go(
    client: httpx.Client, tenants: Platform
) -> None:
    name = unique("closing")
    tenants.add_tenant(name)
    token = person(tenants, name, "viewer")
    session = sign_in(client, token)
    assert asked(client, session, f"/api/v1/t/{name}/models").status_code == 200
    body, any_state = {"state": "suspended"}, {"If-Match": "*"}
    done(tenants.operator.patch(f"/api/v1/tenants/{name}", json=body, headers=any_state))
    assert refused(asked(client, session, f"/api/v1/t/{name}/models")) == (403, "tenant_suspended")
    again = sign_in(client, token)
    shown = done(asked(client, again))["memberships"][0]
    assert shown["state"] == "suspended"
    assert set(shown["permissions"]) == {
        "self.read",
        "self.session",
        "self.preferences",
        "sign_in_links.create",
    }
    assert client.delete("/api/v1/session", headers=headers_of(again)).status_code == 204


def test_preferences_are_the_persons_in_every_session(client: httpx.Client, ada: str) -> None:
    one, two = sign_in(client, ada), sign_in(client, ada)
    path = "/api/v1/preferences"
    before = asked(client, one, path)
    assert done(before) == {"theme": "system", "density": "compact", "can": ["self.preferences"]}
    wanted = {"theme": "dark", "density": "comfortable", "zone": "Asia/Tokyo"}
    tag = {"If-Match": before.headers["ETag"]}
    done(client.put(path, json=wanted, headers=headers_of(one) | tag))
    assert done(asked(client, two, path)).items() >= wanted.items()
    late = client.put(path, json=wanted, headers=headers_of(two) | tag)
    assert refused(late) == (412, "precondition_failed")
    bad = client.put(path, json=wanted | {"zone": "a b"}, headers=headers_of(one) | tag)
    assert refused(bad) == (422, "invalid_characters")
