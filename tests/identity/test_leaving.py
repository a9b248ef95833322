"""People who leave the provider, or whose groups change there: what becomes of them here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.identity.provider import Browser, error_of
from tests.identity.stage import Stage, staged, until
from tests.integration.people import done, unique
from tests.integration.signed_in import SignedIn, asked, headers_of, refused

REFRESH = 2.0
AT_ONCE = 20


pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("leaving"), f"--identity.refresh={REFRESH:.0f}s") as stage:
        yield stage


@pytest.fixture
def client(stage: Stage) -> Iterator[httpx.Client]:
    with stage.server.client(None) as client:
        yield client


def come(stage: Stage, browser: Browser, who: str) -> SignedIn:
    answer = browser.sign_in(who)
    assert error_of(answer) == "", answer.headers["Location"]
    return browser.session()


def own_token(client: httpx.Client, session: SignedIn, **fields: Any) -> str:
    """A token that somebody who is signed in makes for themselves."""
    path = "/api/v1/t/acme/tokens"
    made = client.post(path, json={"expires_in_seconds": 3600, **fields},
                       headers=headers_of(session))  # fmt: skip
    return str(done(made)["token"])


def is_out(client: httpx.Client, session: SignedIn) -> bool:
    answer = asked(client, session)
    assert answer.status_code in {200, 401}, answer.text
    return answer.status_code == 401


def role_of(client: httpx.Client, session: SignedIn) -> str:
    return str(done(asked(client, session))["memberships"][0]["role"])


def test_who_is_vouched_for_stays(stage: Stage, browser: Browser, client: httpx.Client) -> None:
    session = come(stage, browser, stage.provider.person(unique("ada"), "lab"))
    deadline = time.monotonic() + 4 * REFRESH
    while time.monotonic() < deadline:
        assert not is_out(client, session)
        time.sleep(0.2)


def test_who_is_removed_at_the_provider_is_out(
    stage: Stage, browser: Browser, client: httpx.Client
) -> None:
    ada = stage.provider.person(unique("ada"), "lab")
    session = come(stage, browser, ada)
    with stage.browser() as other:
        elsewhere = come(stage, other, ada)
    token = own_token(client, session)
    stage.provider.turn("remove", subject=ada)
    until(lambda: is_out(client, session), REFRESH + 5)
    assert refused(asked(client, session)) == (401, "session_ended")
    assert refused(asked(client, elsewhere)) == (401, "session_ended")
    answer = client.get("/api/v1/whoami", headers=headers_of(token))
    assert refused(answer) == (401, "person_disabled")
    assert "Sign in" in answer.json()["next_step"]
    stage.provider.person(ada, "lab")
    with stage.browser() as again:
        come(stage, again, ada)
    done(client.get("/api/v1/whoami", headers=headers_of(token)))


def test_roles_follow_the_groups(stage: Stage, browser: Browser, client: httpx.Client) -> None:
    ada = stage.provider.person(unique("ada"), "heads")
    session = come(stage, browser, ada)
    assert role_of(client, session) == "tenant_admin"
    admin, scientist = own_token(client, session), own_token(client, session, role="scientist")
    stage.provider.person(ada, "lab")
    until(lambda: role_of(client, session) == "scientist", REFRESH + 5)
    until(lambda: client.get("/api/v1/whoami", headers=headers_of(admin)).status_code == 401)
    revoked = client.get("/api/v1/whoami", headers=headers_of(admin))
    assert refused(revoked) == (401, "token_revoked")
    done(client.get("/api/v1/whoami", headers=headers_of(scientist)))


def test_a_map_that_changes_takes_effect(
    stage: Stage, browser: Browser, client: httpx.Client
) -> None:
    session = come(stage, browser, stage.provider.person(unique("ada"), "lab"))
    before = stage.provider.groups.read_text()
    try:
        stage.provider.map({"lab": ("acme", "viewer")})
        until(lambda: role_of(client, session) == "viewer", REFRESH + 8)
        stage.provider.groups.write_text("nonsense")
        time.sleep(REFRESH + 3)
        assert role_of(client, session) == "viewer"
    finally:
        stage.provider.groups.write_text(before)
    until(lambda: role_of(client, session) == "scientist", REFRESH + 8)


def test_who_loses_the_last_group_is_out_and_comes_back_as_the_same(
    stage: Stage, browser: Browser, client: httpx.Client
) -> None:
    ada = stage.provider.person(unique("ada"), "lab")
    session = come(stage, browser, ada)
    before = done(asked(client, session, "/api/v1/whoami"))["principal"]
    token = own_token(client, session)
    stage.provider.person(ada)
    until(lambda: is_out(client, session), REFRESH + 5)
    until(lambda: client.get("/api/v1/whoami", headers=headers_of(token)).status_code == 401)
    with stage.browser() as other:
        assert error_of(other.sign_in(ada)) == "permission_denied"
    stage.provider.person(ada, "lab")
    with stage.browser() as again:
        back = come(stage, again, ada)
    assert done(asked(client, back, "/api/v1/whoami"))["principal"] == before
    assert refused(client.get("/api/v1/whoami", headers=headers_of(token))) == (
        401,
        "token_revoked",
    )


def test_who_is_of_no_group_any_more_loses_all_at_the_door(
    stage: Stage, browser: Browser, client: httpx.Client
) -> None:
    stage.provider.turn(refresh=False)
    ada = stage.provider.person(unique("ada"), "lab")
    session = come(stage, browser, ada)
    stage.provider.person(ada)
    with stage.browser() as other:
        assert error_of(other.sign_in(ada)) == "permission_denied"
    until(lambda: is_out(client, session))


def test_without_a_refresh_token_a_session_is_short(
    stage: Stage, browser: Browser, client: httpx.Client
) -> None:
    stage.provider.turn(refresh=False)
    session = come(stage, browser, stage.provider.person(unique("ada"), "lab"))
    shown = done(asked(client, session))
    made, ends = (
        time.mktime(time.strptime(shown[key][:19], "%Y-%m-%dT%H:%M:%S"))
        for key in ("created_at", "ends_at")
    )
    assert ends - made == 900


def test_leaving_the_provider_ends_the_session_here(
    stage: Stage, browser: Browser, client: httpx.Client
) -> None:
    session = come(stage, browser, stage.provider.person(unique("ada"), "lab"))
    token = own_token(client, session)
    url = done(asked(client, session))["sign_out_url"]
    assert url.startswith(stage.provider.issuer)
    browser.leave(url)
    until(lambda: is_out(client, session), 2)
    assert refused(client.get("/api/v1/whoami", headers=headers_of(token))) == (
        401,
        "person_disabled",
    )


def notice(stage: Stage, who: str, **change: Any) -> str:
    """A logout token as the provider makes it, but for the change."""
    event = "http://schemas.openid.net/event/backchannel-logout"
    claims = {"sub": who, "jti": unique("notice"), "events": {event: {}}}
    made = {"header": {"typ": "logout+jwt"}, **change}
    made["claims"] = claims | change.get("claims", {})
    return str(stage.provider.turn("sign", **made))


def told(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/api/v1/sign-in/backchannel-logout", data={"logout_token": token})


def test_a_notice_is_taken_once(stage: Stage, browser: Browser, client: httpx.Client) -> None:
    ada = stage.provider.person(unique("ada"), "lab")
    session = come(stage, browser, ada)
    token = notice(stage, ada)
    assert told(client, token).status_code == 200
    until(lambda: is_out(client, session), 2)
    with stage.browser() as again:
        back = come(stage, again, ada)
    assert refused(told(client, token)) == (401, "identity_token_refused")
    assert not is_out(client, back)
    assert told(client, notice(stage, "nobody-at-all")).status_code == 200


BAD_NOTICES: dict[str, dict[str, Any]] = {
    "another key": {"key": "foreign"},
    "alg none": {"key": "none"},
    "the public key as a secret": {"key": "public"},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another audience": {"claims": {"aud": "somebody"}},
    "no event": {"drop": ["events"]},
    "another event": {"claims": {"events": {"http://evil.example": {}}}},
    "an event that is text": {"claims": {"events": "backchannel-logout"}},
    "a nonce": {"claims": {"nonce": "x"}},
    "no id": {"drop": ["jti"]},
    "nobody": {"drop": ["sub"]},
    "old": {"claims": {"iat": 1_700_000_000, "exp": 4_000_000_000}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "of the future": {"claims": {"iat": 4_000_000_000}},
    "an access token": {"header": {"typ": "at+jwt"}},
}


@pytest.mark.parametrize("what", BAD_NOTICES)
def test_a_notice_that_does_not_hold_ends_nothing(
    stage: Stage, browser: Browser, client: httpx.Client, what: str
) -> None:
    ada = stage.provider.person(unique("ada"), "lab")
    session = come(stage, browser, ada)
    assert refused(told(client, notice(stage, ada, **BAD_NOTICES[what]))) == (
        401,
        "identity_token_refused",
    )
    time.sleep(1)
    assert not is_out(client, session)


def test_what_is_no_notice_is_refused(client: httpx.Client) -> None:
    path = "/api/v1/sign-in/backchannel-logout"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for content, headers, code in (
        ("", form, "missing_body"),
        ("a=b", form, "missing_field"),
        ("logout_token=a&logout_token=b", form, "bad_request"),
        ("logout_token=%zz", form, "bad_request"),
        ("logout_token=abc", form, "identity_token_refused"),
        ("{}", {"Content-Type": "application/json"}, "unsupported_media_type"),
        ("logout_token=" + "a" * 40_000, form, "body_too_large"),
    ):
        answer = client.post(path, content=content, headers=headers)
        assert answer.json()["code"] == code, content[:20]


def test_everybody_who_is_removed_is_out_within_a_minute(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the limits as they are shipped."""
    with staged(tmp_path_factory.mktemp("removed")) as stage, stage.server.client(None) as client:
        sessions = {}
        for number in range(AT_ONCE):
            who = stage.provider.person(f"person{number}", "lab")
            with stage.browser() as browser:
                sessions[who] = come(stage, browser, who)
        for who in sessions:
            stage.provider.turn("remove", subject=who)
        start = time.monotonic()
        out: dict[str, float] = {}
        while len(out) < AT_ONCE:
            for who, session in sessions.items():
                if who not in out and is_out(client, session):
                    out[who] = time.monotonic() - start
            assert time.monotonic() - start < 60, f"{len(out)} of {AT_ONCE} are out"
            time.sleep(0.1)
    with capsys.disabled():
        slowest = max(out.values())
        print(f"\n{AT_ONCE} people removed at the provider: the last is out after {slowest:.1f} s")
