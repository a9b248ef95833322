"""The live stream of the real binary: who is told what, from where, how soon, and until when."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from tests.integration.listener import Listener, add_person, ends, listening
from tests.integration.people import MODEL, Platform, done, example_model, unique
from tests.integration.running import ROOT, Running
from tests.integration.signed_in import headers_of, sign_in

Start = Callable[..., Running]
ANY_STATE = {"If-Match": "*"}
TRIALS = 10
PATIENCE = 1.0  # Seconds from an answered change to the listener, and from a lost right to the end.


@pytest.fixture(scope="module")
def tenants(platform: Platform) -> Platform:
    for name in ("acme", "globex"):
        platform.add_tenant(name)
    return platform


@pytest.fixture
def admin(tenants: Platform) -> Iterator[httpx.Client]:
    with tenants.server.client(tenants.token("acme", "tenant_admin")) as client:
        yield client


# ---- what is told


def test_a_change_is_told_to_tokens_and_sessions(tenants: Platform, admin: httpx.Client) -> None:
    url, topic = tenants.server.url, "t/acme/principals"
    token = tenants.token("acme", "auditor")
    with tenants.server.client(None) as client:
        session = sign_in(client, tenants.server.operator_token)
    with listening(url, token, topic) as one, listening(url, session, topic) as two:
        assert "text/event-stream" in one.head
        assert "no-store" in one.head
        made = add_person(admin)
        for listener in (one, two):
            event = listener.next(PATIENCE + 0.5)
            assert (
                event.data.items()
                >= {
                    "topic": topic,
                    "id": event.id,
                    "kind": "principals.create",
                    "object": made,
                    "tenant": "acme",
                }.items()
            )
            assert set(event.data) <= {
                "topic", "id", "kind", "object", "name", "tenant", "environment", "revision", "at"
            }  # fmt: skip


def changes_of_everything(platform: Platform) -> Iterator[str]:
    """Makes a change of each kind in acme and in the house; the actions of contract/audit.yaml."""
    operator, tenant = platform.operator, "/api/v1/t/acme"
    done(operator.post("/api/v1/tenants", json={"name": unique("tenant")}))
    yield "tenants.create"
    edit = {"display_name": "Acme"}
    done(operator.patch("/api/v1/tenants/acme", json=edit, headers=ANY_STATE))
    yield "tenants.update"
    done(operator.post("/api/v1/teams", json={"name": unique("team")}))
    yield "teams.create"
    add_person(operator)
    yield "principals.create"
    made = done(operator.post(f"{tenant}/tokens", json={"role": "scientist"}))
    yield "principals.create"  # The service account that the token brings with it.
    yield "tokens.create"
    limits = done(operator.get(f"{tenant}/quotas"))["limits"]
    done(operator.put(f"{tenant}/quotas", json=limits, headers=ANY_STATE))
    yield "quotas.update"
    with platform.server.client(made["token"]) as scientist:
        binary = {"Content-Type": "application/octet-stream"}
        upload = f"{tenant}/models/{MODEL}/versions"
        for _ in range(2):
            done(scientist.post(upload, content=example_model(), headers=binary))
            yield "models.register"
        for version in (1, 2):
            deployed = scientist.post(f"{tenant}/deployments/{MODEL}", json={"version": version})
            done(deployed)
            yield "deployments.create"
        for verb in ("rollback", "stop"):
            done(scientist.post(f"{tenant}/deployments/{MODEL}/{verb}", json={}))
            yield f"deployments.{verb}"
    done(operator.delete(f"{tenant}/tokens/{made['id']}"))
    yield "tokens.revoke"


def test_every_audited_change_is_told_under_the_topics_that_the_contract_names(
    tenants: Platform,
) -> None:
    actions = yaml.safe_load((ROOT / "contract" / "audit.yaml").read_text())["actions"]
    auditor = tenants.token("acme", "auditor")
    operator = tenants.server.operator_token
    nouns = ("deployments", "models", "principals", "tokens", "quotas", "audit")
    url = tenants.server.url
    with (
        listening(url, auditor, *(f"t/acme/{noun}" for noun in nouns)) as acme,
        listening(url, operator, "tenants", "teams") as house,
    ):
        made = list(changes_of_everything(tenants))
        in_acme = [action for action in made if action not in {"tenants.create", "teams.create"}]
        of_house = [a for a in made if actions[a].get("topic") in {"tenants", "teams"}]
        wanted = []
        for action in in_acme:
            wanted.append(f"t/acme/audit {action}")
            topic = actions[action]["topic"]
            wanted += [f"t/acme/{topic} {action}"] if action not in of_house else []
        assert acme.told(len(wanted)) == wanted
        assert house.told(len(of_house)) == [f"{actions[a]['topic']} {a}" for a in of_house]
    assert {a for a, about in actions.items() if "topic" in about} == set(made)


def test_a_deployment_says_where_and_which(tenants: Platform) -> None:
    tenants.add_tenant("initech")
    scientist = tenants.token("initech", "scientist")
    with listening(tenants.server.url, scientist, "t/initech/deployments") as listener:
        tenants.add_model("initech", scientist)
        data = listener.next().data
    assert (data["name"], data["environment"], data["revision"]) == (MODEL, "research", 1)


def test_nothing_of_another_tenant_is_told(tenants: Platform, admin: httpx.Client) -> None:
    url = tenants.server.url
    foreign = tenants.token("globex", "tenant_admin")
    topics = ("t/globex/principals", "t/globex/tokens", "t/globex/audit", "t/globex/models")
    with (
        listening(url, foreign, *topics) as other,
        listening(url, foreign) as whole,
        listening(url, tenants.token("acme", "auditor"), "t/acme/principals") as own,
    ):
        for _ in range(3):
            add_person(admin)
        assert own.told(3) == ["t/acme/principals principals.create"] * 3
        assert other.is_silent(PATIENCE)
        assert whole.is_silent(0.1)
        add_person(tenants.operator, "globex")
        assert other.told(2)[1] == "t/globex/principals principals.create"
    for topic in ("t/acme/models", "t/nobody/models"):
        with Listener(url, foreign, topic) as refused:
            assert refused.status == 404


def test_a_change_is_told_within_a_second(
    tenants: Platform, admin: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = []
    with listening(
        tenants.server.url, tenants.server.operator_token, "t/acme/principals"
    ) as listener:
        for _ in range(TRIALS):
            add_person(admin)
            answered = time.monotonic()
            listener.next()
            seconds.append(time.monotonic() - answered)
    with capsys.disabled():
        print(f"\ntold after {statistics.median(seconds):.3f} s at the median of {TRIALS}, "
              f"{max(seconds):.3f} s at most")  # fmt: skip
    assert max(seconds) <= PATIENCE


# ---- from where


def test_a_stream_goes_on_where_it_was_cut(tenants: Platform, admin: httpx.Client) -> None:
    url, topic = tenants.server.url, "t/acme/principals"
    token = tenants.token("acme", "auditor")
    with listening(url, token, topic) as first:
        add_person(admin)
        first.next()
        seen = first.id
    made = [add_person(admin) for _ in range(3)]
    for options in ({"since": seen}, {"last_id": seen}, {"since": 0, "last_id": seen}):
        with listening(url, token, topic, **options) as again:
            assert [again.next().data["object"] for _ in made] == made


def test_nothing_is_lost_when_the_server_is_killed(start_server: Start, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data")
    Platform(server).add_tenant("acme")
    made = []
    token, topic = server.operator_token, "t/acme/principals"
    with server.client(token) as operator, listening(server.url, token, topic) as listener:
        made.append(add_person(operator))
        assert listener.next().data["object"] == made[0]
        seen = listener.id
        made += [add_person(operator) for _ in range(20)]  # Answered, and perhaps told.
        server.kill()
        heard = [event.data["object"] for event in listener.rest() if event.name == ""]
    assert heard == made[1 : 1 + len(heard)]
    server.start()
    with server.client(token) as operator:
        made += [add_person(operator) for _ in range(2)]
    with listening(server.url, token, topic, last_id=seen) as again:
        assert [again.next().data["object"] for _ in made[1:]] == made[1:]
        assert again.is_silent(0.5)


def test_a_gap_that_is_too_old_is_said(start_server: Start, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data", "--events.kept=10")
    Platform(server).add_tenant("acme")
    topic, token = "t/acme/principals", server.operator_token
    with server.client(token) as operator:
        with listening(server.url, token, topic) as listener:
            seen = listener.id
        for _ in range(10):
            add_person(operator)
        for since in (seen, seen + 1_000_000):
            with listening(server.url, token, topic, since=since) as late:
                assert late.told(1) == ["resync"]
                add_person(operator)
                assert late.told(1) == [f"{topic} principals.create"]
        server.stop()
        server.start()
    with listening(server.url, token, topic, since=seen) as late:
        assert late.told(1) == ["resync"]


# ---- until when


def test_a_stream_ends_with_the_right_to_it(tenants: Platform) -> None:
    operator, url = tenants.operator, tenants.server.url
    name = unique("tenant")
    tenants.add_tenant(name)
    made = done(operator.post(f"/api/v1/t/{name}/tokens", json={"role": "viewer"}))
    token = tenants.token(name, "viewer")
    with tenants.server.client(None) as client:
        session = sign_in(client, tenants.server.operator_token)
        for proof, code, lose in (
            (
                made["token"],
                "token_revoked",
                lambda: done(operator.delete(f"/api/v1/t/{name}/tokens/{made['id']}")),
            ),
            (
                session,
                "session_ended",
                lambda: client.delete("/api/v1/session", headers=headers_of(session)),
            ),
            (
                token,
                "tenant_suspended",
                lambda: done(
                    operator.patch(
                        f"/api/v1/tenants/{name}", json={"state": "suspended"}, headers=ANY_STATE
                    )
                ),
            ),
        ):
            topic = f"t/{name}/quotas"
            with listening(url, proof, topic) as listener:
                said, ended, seconds = ends(listener, lose)
            assert (said, ended) == (["end"], code)
            assert seconds <= PATIENCE
