"""The live stream where there is much of it: slow readers, many streams, stops, many servers."""

from __future__ import annotations

import base64
import re
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.integration.listener import add_person, ends, listening
from tests.integration.people import Platform, done
from tests.integration.postgres import Postgres
from tests.integration.running import OFTEN, Running

Start = Callable[..., Running]
TRIALS = 10
PATIENCE = 1.0  # Seconds, as in test_stream.
RESIDENT = "process_resident_memory_bytes"
USES = ("signing", "hashing", "sealing")


def figure(server: Running, name: str) -> float:
    with server.client(server.operator_token) as client:
        found = re.search(rf"^{name} (\S+)", client.get("/metrics").text, re.M)
    assert found
    return float(found[1])


def test_a_slow_reader_is_told_to_read_anew_and_costs_no_memory(
    start_server: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = start_server(tmp_path / "data", "--events.kept=1000")
    Platform(server).add_tenant("acme")
    topic, count = "t/acme/audit", 3_000
    with server.client(server.operator_token) as operator:
        token = done(operator.post("/api/v1/t/acme/tokens", json={"role": "auditor"}))["token"]
        with listening(server.url, token, topic, receives=4096) as slow:
            before = figure(server, RESIDENT)
            with ThreadPoolExecutor(8) as many:  # Sooner than a write to the reader may take.
                list(many.map(lambda _: add_person(operator), range(count)))
            grown = figure(server, RESIDENT) - before
            said: list[str] = []
            while not said or said[-1] != "resync":
                said += slow.told(1)
            assert len(said) < count
            add_person(operator)
            assert slow.told(1) == [f"{topic} principals.create"]
    with capsys.disabled():
        print(f"\n{count} changes beside a slow reader: {grown / 1024:.0f} KiB more; "
              f"it was told {len(said) - 1} of them")  # fmt: skip
    assert figure(server, "armillary_stream_resyncs_total") == 1
    assert grown < 32 * 1024 * 1024


def test_too_many_streams_are_refused(start_server: Start, tmp_path: Path) -> None:
    server = start_server(
        tmp_path / "data", "--events.streams=3", "--events.streams_per_principal=2"
    )
    platform = Platform(server)
    platform.add_tenant("acme")
    operator, viewer = server.operator_token, platform.token("acme", "viewer")

    def refusal(token: str) -> dict[str, Any]:
        answer = platform.server.client(token).get("/api/v1/stream")
        body: dict[str, Any] = answer.json()
        assert (answer.status_code, body["code"]) == (429, "too_many_streams")
        return body

    with listening(server.url, operator), listening(server.url, operator) as second:
        assert "events.streams_per_principal" in refusal(operator)["rule"]
        with listening(server.url, viewer):
            assert figure(server, "armillary_streams") == 3
            assert "events.streams)" in refusal(viewer)["rule"]
        second.__exit__(None, None, None)
        deadline = time.monotonic() + 5
        while figure(server, "armillary_streams") > 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        with listening(server.url, operator):
            assert figure(server, "armillary_streams") == 2


def test_streams_end_at_once_when_the_server_stops(start_server: Start, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data")
    with listening(server.url, server.operator_token) as listener:
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 5
        assert [event.name for event in listener.rest()] == []


def test_every_server_of_a_database_tells_every_change(
    start_server: Start, postgres: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres.new_database()
    keys = {f"{use}_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            for use in USES}  # fmt: skip
    flags = [f"--keys.{use}=env:{use}_KEY" for use in USES]
    flags += [OFTEN, "--database.url", url]
    here, there = (
        start_server(tmp_path / name, *flags, environment=keys) for name in ("here", "there")
    )
    operator = here.operator_token
    Platform(here).add_tenant("acme")
    seconds, topic = [], "t/acme/principals"
    with here.client(operator) as client:
        made = done(client.post("/api/v1/t/acme/tokens", json={"role": "auditor"}))
        deadline = time.monotonic() + 5
        with there.client(made["token"]) as known:
            while known.get("/api/v1/whoami").status_code != 200 and time.monotonic() < deadline:
                time.sleep(0.02)
        with (
            listening(there.url, made["token"], topic) as elsewhere,
            listening(here.url, made["token"], topic) as near,
        ):
            for _ in range(TRIALS):
                person = add_person(client)
                answered = time.monotonic()
                assert elsewhere.next().data["object"] == person
                seconds.append(time.monotonic() - answered)
                assert near.next().data["object"] == person
            assert near.id == elsewhere.id
            person = add_person(client)
            near.next()
            with listening(there.url, made["token"], topic, last_id=near.id) as moved:
                assert moved.is_silent(PATIENCE / 2)
            assert elsewhere.next().data["object"] == person
            revoke = f"/api/v1/t/acme/tokens/{made['id']}"
            said, code, lost = ends(elsewhere, lambda: done(client.delete(revoke)))
    with capsys.disabled():
        print(f"\non the other server: told after {max(seconds):.3f} s at most, "
              f"ended {lost:.3f} s after the revocation")  # fmt: skip
    assert max(seconds) <= PATIENCE
    assert (said, code) == (["end"], "token_revoked")
    assert lost <= PATIENCE
