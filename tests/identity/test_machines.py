"""Machines that come with a token of the identity provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.identity.provider import AUDIENCE, MACHINE
from tests.identity.stage import Stage, staged, until
from tests.integration.people import MODEL, done, unique
from tests.integration.signed_in import headers_of, refused

PATH = f"/api/v1/t/acme/models/{MODEL}"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("machines")) as stage:
        for tenant in ("acme", "globex"):
            stage.platform.add_model(tenant, stage.platform.token(tenant, "scientist"))
        yield stage


@pytest.fixture
def client(stage: Stage) -> Iterator[httpx.Client]:
    with stage.server.client(None) as client:
        yield client


@pytest.fixture
def admin(stage: Stage) -> Iterator[httpx.Client]:
    with stage.server.client(stage.platform.token("acme", "tenant_admin")) as client:
        yield client


@pytest.fixture
def subject(stage: Stage, admin: httpx.Client, client: httpx.Client) -> Iterator[str]:
    """The machine is let in to acme as a scientist, until the test has ended."""
    made = let_in(stage, admin, "scientist")
    until(lambda: get(client, stage.provider.machine_token()).status_code == 200)
    yield made["id"]
    admin.delete(f"/api/v1/t/acme/subjects/{made['id']}")


def account(admin: httpx.Client, role: str) -> str:
    name = unique(f"account-{role}")
    body = {"name": name, "kind": "service", "role": role}
    done(admin.post("/api/v1/t/acme/principals", json=body))
    return name


def let_in(stage: Stage, admin: httpx.Client, role: str, **more: Any) -> Any:
    body = {"principal": account(admin, role), "issuer": stage.provider.issuer,
            "subject": MACHINE, **more}  # fmt: skip
    return done(admin.post("/api/v1/t/acme/subjects", json=body))


def get(client: httpx.Client, token: str, path: str = PATH) -> httpx.Response:
    return client.get(path, headers=headers_of(token))


def test_a_machine_is_the_service_account_that_lets_it_in(
    stage: Stage, client: httpx.Client, subject: str
) -> None:
    token = stage.provider.machine_token()
    assert get(client, token).status_code == 200
    answer = client.post(f"/api/v1/t/acme/deployments/{MODEL}", json={"version": 2},
                         headers=headers_of(token))  # fmt: skip
    assert done(answer)["by"] == subject
    staging = get(client, token, f"/api/v1/t/acme/e/staging/deployments/{MODEL}")
    assert staging.status_code in {200, 404}, staging.text


def test_a_machine_is_of_no_other_tenant(stage: Stage, client: httpx.Client, subject: str) -> None:
    token = stage.provider.machine_token()
    for path in (f"/api/v1/t/globex/models/{MODEL}", "/api/v1/t/nobody/models", "/api/v1/whoami"):
        assert refused(get(client, token, path)) == (401, "identity_token_refused"), path
    assert subject


def test_a_machine_that_is_let_in_no_more_is_out(
    stage: Stage, client: httpx.Client, admin: httpx.Client, subject: str
) -> None:
    token = stage.provider.machine_token()
    assert get(client, token).status_code == 200
    assert admin.delete(f"/api/v1/t/acme/subjects/{subject}").status_code == 204
    assert until(lambda: get(client, token).status_code == 401) < 2
    assert refused(get(client, token)) == (401, "identity_token_refused")
    assert refused(admin.delete(f"/api/v1/t/acme/subjects/{subject}")) == (404, "not_found")


def test_a_caller_asks_the_models_that_it_may(
    stage: Stage, client: httpx.Client, admin: httpx.Client
) -> None:
    let_in(stage, admin, "caller", models=[MODEL])
    token = stage.provider.machine_token()
    path = f"/t/acme/predict/{MODEL}"
    until(lambda: client.post(path, json={"records": [{}]}, headers=headers_of(token)).status_code
          not in {401})  # fmt: skip
    asked = client.post(path, json={"records": [{}]}, headers=headers_of(token))
    assert asked.status_code in {200, 422}, asked.text
    other = client.post("/t/acme/predict/other", json={"records": [{}]}, headers=headers_of(token))
    assert refused(other) == (403, "permission_denied")
    listed = done(admin.get("/api/v1/t/acme/subjects"))
    mine = next(item for item in listed["items"] if item["subject"] == MACHINE)
    assert mine["models"] == [MODEL]
    assert admin.delete(f"/api/v1/t/acme/subjects/{mine['id']}").status_code == 204


BAD_TOKENS: dict[str, dict[str, Any]] = {
    "a client's audience": {"claims": {"aud": "armillary"}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "not valid yet": {"claims": {"nbf": 4_000_000_000}},
    "valid for years": {"claims": {"exp": 4_000_000_000}},
    "no end": {"drop": ["exp"]},
    "nobody": {"drop": ["sub"]},
    "a stranger": {"claims": {"sub": "stranger"}},
    "alg none": {"key": "none"},
    "the public key as a secret": {"key": "public"},
    "another key": {"key": "foreign"},
    "a logout token": {"header": {"typ": "logout+jwt"}},
    "a kid that is a path": {"header": {"kid": "../../../../etc/passwd"}},
    "a kid that is SQL": {"header": {"kid": "' OR '1'='1' --"}},
}


@pytest.mark.parametrize("what", BAD_TOKENS)
def test_a_token_that_does_not_hold_is_nobodys(
    stage: Stage, client: httpx.Client, subject: str, what: str
) -> None:
    change = dict(BAD_TOKENS[what])
    good = {"sub": MACHINE, "aud": AUDIENCE}
    assert get(client, stage.provider.turn("sign", claims=good)).status_code == 200
    change["claims"] = good | change.get("claims", {})
    token = stage.provider.turn("sign", **change)
    assert refused(get(client, token)) == (401, "identity_token_refused")
    assert subject


def test_a_token_for_somebody_else_is_refused(
    stage: Stage, client: httpx.Client, subject: str
) -> None:
    token = stage.provider.machine_token("urn:somebody:else")
    assert refused(get(client, token)) == (401, "identity_token_refused")
    assert subject


def test_a_key_that_is_gone_opens_nothing(stage: Stage, client: httpx.Client, subject: str) -> None:
    old = stage.provider.machine_token()
    assert get(client, old).status_code == 200
    stage.provider.turn("rotate")
    until(lambda: get(client, stage.provider.machine_token()).status_code == 200)
    assert refused(get(client, old)) == (401, "identity_token_refused")
    assert subject


def test_who_lets_machines_in_may_not_give_more_than_they_are(
    stage: Stage, admin: httpx.Client
) -> None:
    issuer = stage.provider.issuer
    body = {"principal": account(admin, "viewer"), "issuer": issuer, "subject": unique("m")}
    path = "/api/v1/t/acme/subjects"
    with stage.server.client(stage.platform.token("acme", "scientist")) as scientist:
        assert refused(scientist.post(path, json=body)) == (403, "permission_denied")
    assert refused(stage.platform.operator.post(path, json=body)) == (404, "not_found")
    person = unique("person")
    made = {"name": person, "kind": "user", "role": "viewer"}
    done(admin.post("/api/v1/t/acme/principals", json=made))
    for change, code in (
        ({"principal": "nobody"}, "not_found"),
        ({"principal": person}, "not_one_of"),
        ({"issuer": "https://evil.example"}, "not_one_of"),
        ({"subject": "a\nb"}, "invalid_characters"),
        ({"models": [MODEL]}, "unknown_field"),
        ({"principal": account(admin, "caller")}, "missing_field"),
    ):
        answer = admin.post(path, json=body | change)
        assert answer.json()["code"] == code, change
    done(admin.post(path, json=body))
    for again in (body, body | {"principal": account(admin, "viewer")}):
        assert refused(admin.post(path, json=again)) == (409, "already_exists")
