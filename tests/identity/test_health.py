"""A provider that changes its keys, is slow, is gone, or sends us elsewhere."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.identity.provider import HTML, error_of
from tests.identity.stage import Stage, staged, until
from tests.integration.failures import refused_start
from tests.integration.people import done, unique
from tests.integration.signed_in import asked

TIMEOUT = 2.0


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    flags = (f"--identity.timeout={TIMEOUT:.0f}s", "--identity.refresh=1s")
    with staged(tmp_path, *flags) as stage:
        yield stage


def attempt(stage: Stage, who: str) -> str:
    """What one who signs in is told; empty where they come in."""
    with stage.browser() as browser:
        return error_of(browser.sign_in(who))


def test_new_keys_are_taken_at_once(stage: Stage) -> None:
    ada = stage.provider.person("ada", "lab")
    assert attempt(stage, ada) == ""
    stage.provider.turn("rotate")
    assert attempt(stage, ada) == ""
    stage.provider.turn(token={"key": "foreign"})
    assert attempt(stage, ada) == "identity_token_refused"


def test_keys_may_change_while_many_sign_in(stage: Stage) -> None:
    people = [stage.provider.person(unique("many"), "lab") for _ in range(12)]
    stage.provider.turn("rotate")
    told: list[str] = []

    def come(who: str) -> None:
        told.append(attempt(stage, who))

    with ThreadPoolExecutor(4) as pool:
        for number, _ in enumerate(pool.map(come, people)):
            if number == 4:
                stage.provider.turn("rotate")
    # A code that was changed for a token just before the change is signed by a key that is gone.
    assert told.count("") >= len(people) - 1, told
    assert set(told) <= {"", "identity_token_refused"}, told


def test_the_keys_are_asked_for_a_few_times_a_minute_and_no_more(stage: Stage) -> None:
    ada = stage.provider.person("ada", "lab")
    assert attempt(stage, ada) == ""
    stage.provider.turn(token={"header": {"kid": "unknown"}})
    told = [attempt(stage, ada) for _ in range(10)]
    asked_for = stage.server.client(stage.server.operator_token).get("/metrics").text
    line = next(
        line for line in asked_for.splitlines()
        if line.startswith("armillary_identity_calls_total") and 'call="keys"' in line
    )  # fmt: skip
    assert float(line.rsplit(" ", 1)[1]) <= 9, line
    assert told[0] == "identity_token_refused"
    assert set(told[8:]) == {"identity_provider_unavailable"}, told


def test_ten_thousand_keys_are_no_set_of_keys(stage: Stage) -> None:
    ada = stage.provider.person("ada", "lab")
    assert attempt(stage, ada) == ""
    key = {"kty": "RSA", "n": "AQAB" * 86, "e": "AQAB", "alg": "RS256"}
    for count in (10_000, 150):
        many = json.dumps({"keys": [{**key, "kid": str(i)} for i in range(count)]})
        stage.provider.turn(answer={"/jwks": {"body": many}})
        stage.provider.turn("rotate")  # Last, or who is asked for just then brings the new keys.
        start = time.monotonic()
        assert attempt(stage, ada) == "identity_provider_unavailable", count
        assert time.monotonic() - start < TIMEOUT * 3
        time.sleep(1.1)  # After an answer that was too large the next call waits a moment.
    stage.provider.turn("reset")
    assert attempt(stage, ada) == ""


def test_without_the_provider_nobody_new_comes_in_and_nobody_is_put_out(stage: Stage) -> None:
    ada = stage.provider.person("ada", "lab")
    with stage.browser() as browser:
        assert error_of(browser.sign_in(ada)) == ""
        session = browser.session()
    stage.provider.turn(reset=["*"])
    with stage.browser() as other:
        address = f"{stage.server.url}/api/v1/sign-in/callback"
        assert error_of(other.ask(f"{address}?state=x&code=y")) == "sign_in_state_invalid"
        begun = other.ask(f"{stage.server.url}/api/v1/sign-in")
        assert begun.headers["Location"].startswith(stage.provider.issuer)
    with stage.server.client(None) as client:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            assert asked(client, session).status_code == 200
            time.sleep(0.2)
    stage.provider.turn("reset")
    until(lambda: attempt(stage, ada) == "")
    with stage.server.client(None) as client:
        assert asked(client, session).status_code == 200


def test_a_server_starts_without_its_provider(stage: Stage) -> None:
    stage.provider.turn(reset=["*"])
    stage.server.stop()
    stage.server.start()
    with stage.server.client(None) as client:
        assert client.get("/readyz").status_code == 200
        answer = client.get("/api/v1/sign-in")
        assert answer.status_code == 503
        assert answer.json()["code"] == "identity_provider_unavailable"
        assert int(answer.headers["Retry-After"]) >= 1
    stage.provider.turn("reset")
    ada = stage.provider.person("ada", "lab")
    until(lambda: attempt(stage, ada) == "")


def test_a_provider_that_hangs_holds_up_nobody_else(stage: Stage) -> None:
    ada = stage.provider.person("ada", "lab")
    backs = []
    browsers = []
    for _ in range(10):
        with stage.browser() as browser:
            backs.append(browser.identify(browser.begin(), ada))
            browsers.append(dict(browser.jar))
    stage.provider.turn(hang=["/token"])

    def come(number: int) -> tuple[str, float]:
        with stage.browser() as browser:
            browser.jar.update(browsers[number])
            start = time.monotonic()
            told = error_of(browser.ask(backs[number]))
            return told, time.monotonic() - start

    with ThreadPoolExecutor(10) as pool:
        coming = [pool.submit(come, number) for number in range(10)]
        slowest = 0.0
        with stage.server.client(stage.server.operator_token) as client:
            deadline = time.monotonic() + TIMEOUT
            while time.monotonic() < deadline:
                start = time.monotonic()
                done(client.get("/api/v1/tenants"))
                slowest = max(slowest, time.monotonic() - start)
        told = [future.result() for future in coming]
    assert {code for code, _ in told} == {"identity_provider_unavailable"}
    assert max(seconds for _, seconds in told) < TIMEOUT + 2
    assert slowest < 1, f"{slowest:.3f} s for somebody who does not sign in"
    start = time.monotonic()
    assert stage.server.stop() == 0
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("path", ["/token", "/jwks", "/.well-known/openid-configuration"])
def test_no_redirect_leads_elsewhere(stage: Stage, path: str) -> None:
    seen: list[str] = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    trap = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=trap.serve_forever, daemon=True).start()
    ada = stage.provider.person("ada", "lab")
    address = f"http://127.0.0.1:{trap.server_address[1]}/x"
    led = {path: {"status": 302, "headers": {"Location": address}}}
    if path == "/token":
        stage.provider.turn(answer=led)
    else:
        stage.server.stop()
        stage.provider.turn(answer=led)
        stage.server.start()
    with stage.browser() as browser:
        url = f"{stage.server.url}/api/v1/sign-in"
        begun = browser.ask(url)
        told = error_of(begun) if "error=" in begun.headers["Location"] else attempt(stage, ada)
    assert told == "identity_provider_unavailable"
    trap.shutdown()
    assert seen == []


def test_a_provider_that_calls_itself_otherwise_is_not_the_one(stage: Stage) -> None:
    stage.server.stop()
    said = {"issuer": "https://evil.example", "authorization_endpoint": stage.provider.issuer,
            "token_endpoint": stage.provider.issuer, "jwks_uri": stage.provider.issuer}  # fmt: skip
    path = "/.well-known/openid-configuration"
    stage.provider.turn(answer={path: {"body": json.dumps(said)}})
    stage.server.start()
    with stage.server.client(None) as client:
        answer = client.get("/api/v1/sign-in", headers=HTML)
    assert error_of(answer) == "identity_provider_unavailable"


GOOD = {
    "issuer": "https://id.example",
    "client_id": "armillary",
    "address": "https://armillary.example",
}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("issuer", "http://id.example"),
        ("issuer", "https://id.example?x=1"),
        ("issuer", "id.example"),
        ("address", "https://armillary.example/path"),
        ("address", ""),
        ("client_id", ""),
        ("client_id", "two words"),
        ("client_secret", "hunter2"),
        ("client_secret", "file:/nowhere/secret"),
        ("client_secret", "env:ARMILLARY_NOT_THERE"),
        ("scopes", "profile"),
        ("algorithms", "RS256 HS256"),
        ("algorithms", "none"),
        ("algorithms", ""),
        ("audience", "armillary"),
        ("groups", "/nowhere/groups.toml"),
        ("groups", ""),
        ("ca_file", "/nowhere/ca.pem"),
        ("skew", "61s"),
        ("refresh", "46s"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused(tmp_path: Path, key: str, value: str) -> None:
    groups = tmp_path / "groups.toml"
    groups.write_text('[[group]]\nname = "a"\ntenant = "acme"\nrole = "viewer"\n')
    keys = {"groups": str(groups)} | GOOD | {key: value}
    lines = [f"{name} = {json.dumps(given)}\n" for name, given in keys.items()]
    config = tmp_path / "armillary.toml"
    config.write_text("[identity]\n" + "".join(lines))
    said = refused_start(tmp_path / "data", "config_invalid_value", "--config", str(config))
    assert f"identity.{key}" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "group = 7",
        "[[groups]]\nname = 'a'",
        "[[group]]\nname = 'a'\ntenant = 'acme'",
        "[[group]]\nname = 'a'\ntenant = 'ACME'\nrole = 'viewer'",
        "[[group]]\nname = 'a'\ntenant = 'acme'\nrole = 'king'",
        "[[group]]\nname = 'a'\ntenant = 'acme'\nrole = 'operator'",
        "[[group]]\nname = ''\ntenant = 'acme'\nrole = 'viewer'",
        "[[group]]\nname = 'a'\ntenant = 'acme'\nrole = 'viewer'\nmore = 1",
    ],
)
def test_a_group_map_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    groups = tmp_path / "groups.toml"
    groups.write_text(text)
    flags = [f"--identity.{key}={value}" for key, value in GOOD.items()]
    said = refused_start(
        tmp_path / "data", "config_invalid_value", *flags, f"--identity.groups={groups}"
    )
    assert "identity.groups" in said
