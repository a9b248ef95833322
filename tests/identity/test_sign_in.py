"""People who sign in by a real OpenID Connect provider: the way in, and who does not come in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.identity.provider import PENDING, Browser, error_of
from tests.identity.stage import Stage, staged
from tests.integration.people import done, unique
from tests.integration.routes import code_of
from tests.integration.signed_in import COOKIE, asked, headers_of, refused

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("oidc"), "--identity.timeout=2s") as stage:
        yield stage


@pytest.fixture
def ada(stage: Stage) -> str:
    return stage.provider.person(unique("ada"), "lab")


def came_in(browser: Browser, answer: httpx.Response) -> dict[str, Any]:
    """The session of somebody who is in now."""
    assert error_of(answer) == "", answer.headers["Location"]
    with httpx.Client(base_url=browser.server) as client:
        found: dict[str, Any] = done(asked(client, browser.session()))
    return found


def test_a_person_of_a_mapped_group_comes_in(stage: Stage, browser: Browser, ada: str) -> None:
    answer = browser.sign_in(ada, "/ui/t/acme/models")
    assert answer.headers["Location"] == "/ui/t/acme/models"
    cookies = answer.headers.get_list("Set-Cookie")
    assert [line.partition("=")[0] for line in cookies] == [COOKIE, PENDING]
    assert cookies[0].split("; ")[1:] == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
    assert "Max-Age=0" in cookies[1]
    assert answer.headers["Cache-Control"] == "no-store"
    shown = came_in(browser, answer)
    assert (
        shown["person"].items()
        >= {
            "name": ada.title(),
            "email": f"{ada}@example.org",
            "issuer": stage.provider.issuer,
        }.items()
    )
    places = [(place["tenant"], place["role"]) for place in shown["memberships"]]
    assert places == [("acme", "scientist")]
    with stage.server.client(None) as client:
        who = done(asked(client, browser.session(), "/api/v1/whoami"))
    assert (who["name"], who["tenant"]) == (f"{ada}@example.org", "acme")


def test_everything_is_in_the_audit_log(stage: Stage, browser: Browser, ada: str) -> None:
    browser.sign_in(ada)
    with sqlite3.connect(f"file:{stage.server.data / 'armillary.db'}?mode=ro", uri=True) as rows:
        found = rows.execute(
            "SELECT action FROM audit_events WHERE principal_name = ? ORDER BY sequence",
            (f"{ada}@example.org",),
        ).fetchall()
    assert found == [("principals.create",), ("sessions.create",)]
    assert done(stage.platform.operator.get("/api/v1/t/acme/audit/verify"))["verified"]


def test_the_same_person_is_the_same_however_often_they_come(
    stage: Stage, browser: Browser, ada: str
) -> None:
    first = came_in(browser, browser.sign_in(ada))
    with stage.browser() as other:
        second = came_in(other, other.sign_in(ada))
    assert first["person"]["id"] == second["person"]["id"]
    assert first["id"] != second["id"]


def test_the_first_rule_for_a_tenant_decides(stage: Stage, browser: Browser) -> None:
    both = stage.provider.person(unique("both"), "heads", "lab", "sales", "unmapped")
    shown = came_in(browser, browser.sign_in(both))
    places = [(place["tenant"], place["role"]) for place in shown["memberships"]]
    assert places == [("acme", "scientist"), ("globex", "viewer")]


def test_groups_may_stand_in_the_identity_token(stage: Stage, browser: Browser, ada: str) -> None:
    stage.provider.turn(inToken=True)
    assert came_in(browser, browser.sign_in(ada))["memberships"][0]["role"] == "scientist"


@pytest.mark.parametrize("groups", [(), ("unmapped",)])
def test_who_is_of_no_mapped_group_is_refused(
    stage: Stage, browser: Browser, groups: tuple[str, ...]
) -> None:
    stranger = stage.provider.person(unique("stranger"), *groups)
    assert error_of(browser.sign_in(stranger)) == "permission_denied"
    assert COOKIE not in browser.jar


def test_a_name_that_is_taken_is_nobody_elses(stage: Stage, browser: Browser, ada: str) -> None:
    email = f"{ada}@example.org"
    body = {"name": email, "kind": "user", "role": "tenant_admin"}
    made = done(stage.platform.operator.post("/api/v1/t/acme/principals", json=body))
    shown = came_in(browser, browser.sign_in(ada))
    with stage.server.client(None) as client:
        who = done(asked(client, browser.session(), "/api/v1/whoami"))
    assert who["principal"] != made["id"]
    assert who["name"].startswith(f"{email}~")
    assert shown["memberships"][0]["role"] == "scientist"


def test_one_browser_finishes_what_it_began(stage: Stage, browser: Browser, ada: str) -> None:
    back = browser.identify(browser.begin(), ada)
    with stage.browser() as other:
        assert error_of(other.ask(back)) == "sign_in_state_invalid"
        other.begin()
        assert error_of(other.ask(back)) == "sign_in_state_invalid"
    came_in(browser, browser.ask(back))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda back: back.replace("state=", "state=x"), "sign_in_state_invalid"),
        (lambda back: back.replace("state=", "other="), "sign_in_state_invalid"),
        (lambda back: back.replace("iss=http", "iss=https"), "identity_token_refused"),
        (lambda back: back.replace("iss=", "other="), "identity_token_refused"),
        (lambda back: back.replace("code=", "code=x"), "identity_token_refused"),
        (lambda back: back.replace("code=", "other="), "identity_token_refused"),
        (lambda back: f"{back}&error=access_denied", "identity_token_refused"),
        (lambda back: f"{back}&state=x", "duplicate_parameter"),
        (lambda back: back.replace("code=", "code=" + "a" * 5000), "too_long"),
    ],
)
def test_what_comes_back_is_checked(browser: Browser, ada: str, change: Any, code: str) -> None:
    back = browser.identify(browser.begin(), ada)
    assert error_of(browser.ask(change(back))) == code
    assert COOKIE not in browser.jar


def test_a_code_is_good_once(browser: Browser, ada: str) -> None:
    back = browser.identify(browser.begin(), ada)
    kept = browser.jar[PENDING]
    came_in(browser, browser.ask(back))
    assert error_of(browser.ask(back)) == "sign_in_state_invalid"
    browser.jar[PENDING] = kept
    assert error_of(browser.ask(back)) == "identity_token_refused"


def test_a_cookie_that_is_not_ours_begins_nothing(browser: Browser, ada: str) -> None:
    back = browser.identify(browser.begin(), ada)
    kept = browser.jar[PENDING]
    for bad in ("", "x", kept[:-1], kept[:20] + ("A" if kept[20] != "A" else "B") + kept[21:]):
        browser.jar[PENDING] = bad
        assert error_of(browser.ask(back)) == "sign_in_state_invalid", bad
        browser.jar[PENDING] = kept
    browser.jar[PENDING] = f"{kept}; {PENDING}=x"
    assert error_of(browser.ask(back)) == "sign_in_state_invalid"


BAD_TOKENS: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "x"}},
    "no nonce": {"claims": {"nonce": None}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "almost the issuer": {"claims": {"iss": "ISSUER/"}},
    "another audience": {"claims": {"aud": "somebody"}},
    "two audiences, no party": {"claims": {"aud": ["armillary", "somebody"]}},
    "another party": {"claims": {"azp": "somebody"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "not valid yet": {"claims": {"nbf": 4_000_000_000}},
    "made in the future": {"claims": {"iat": 4_000_000_000}},
    "no end": {"drop": ["exp"]},
    "no beginning": {"drop": ["iat"]},
    "an end that is text": {"claims": {"exp": "tomorrow"}},
    "nobody": {"claims": {"sub": ""}},
    "a number for somebody": {"claims": {"sub": 7}},
    "alg none": {"key": "none"},
    "the public key as a secret": {"key": "public"},
    "another key": {"key": "foreign"},
    "a key of its own": {"key": "foreign", "header": {"jku": "https://evil.example/jwks"}},
    "a logout token": {"header": {"typ": "logout+jwt"}},
    "an access token": {"header": {"typ": "at+jwt"}},
}


@pytest.mark.parametrize("what", BAD_TOKENS)
def test_a_token_that_does_not_hold_lets_nobody_in(
    stage: Stage, browser: Browser, ada: str, what: str
) -> None:
    change = BAD_TOKENS[what]
    if change.get("claims", {}).get("iss") == "ISSUER/":
        change = {"claims": {"iss": f"{stage.provider.issuer}/"}}
    stage.provider.turn(token=change)
    assert error_of(browser.sign_in(ada)) == "identity_token_refused"
    assert COOKIE not in browser.jar
    stage.provider.turn(token={})
    came_in(browser, browser.sign_in(ada))


@pytest.mark.parametrize(
    "kid", ["../../../../etc/passwd", "' OR '1'='1' --", "https://evil.example/jwks", "x" * 5000]
)
def test_the_id_of_a_key_is_compared_and_nothing_else(
    stage: Stage, browser: Browser, ada: str, kid: str
) -> None:
    stage.provider.turn(token={"header": {"kid": kid}})
    assert error_of(browser.sign_in(ada)) in {
        "identity_token_refused",
        "identity_provider_unavailable",  # Where it was asked for too often.
    }


def test_signing_in_never_takes_over_a_session_that_was_there(
    stage: Stage, browser: Browser, ada: str
) -> None:
    with stage.browser() as attacker:
        mallory = stage.provider.person(unique("mallory"), "sales")
        came_in(attacker, attacker.sign_in(mallory))
        planted = attacker.jar[COOKIE]
    browser.jar[COOKIE] = planted
    shown = came_in(browser, browser.sign_in(ada))
    assert browser.jar[COOKIE] != planted
    assert shown["person"]["name"] == ada.title()


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/ui//x", "/api/v1/x",
                                "/ui/../api", "/ui/\\evil.example", "/uix", ""])  # fmt: skip
def test_nobody_is_led_to_a_page_that_is_not_ours(stage: Stage, to: str) -> None:
    with stage.server.client(None) as client:
        answer = client.get("/api/v1/sign-in", params={"to": to})
    assert refused(answer) == (422, "invalid_format")


def test_who_is_no_browser_gets_the_error_itself(stage: Stage) -> None:
    with stage.server.client(None) as client:
        answer = client.get("/api/v1/sign-in/callback", params={"state": "x", "code": "y"})
        assert refused(answer) == (401, "sign_in_state_invalid")
        shown = done(client.get("/api/v1/identity"))
    assert shown["provider"]["issuer"] == stage.provider.issuer


def test_a_session_cannot_be_had_by_what_the_browser_keeps(
    stage: Stage, browser: Browser, ada: str
) -> None:
    came_in(browser, browser.sign_in(ada))
    session = browser.session()
    path = "/api/v1/sessions"
    with stage.server.client(None) as client:
        assert asked(client, session, path).status_code == 200
        without = {"Cookie": headers_of(session)["Cookie"]}
        answer = client.post("/api/v1/sign-in-links", json={}, headers=without)
    assert code_of(answer) == "csrf_token_invalid"
