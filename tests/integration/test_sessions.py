"""Sessions over time: their ends, restarts, backups, other servers."""

from __future__ import annotations

import base64
import os
import re
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.integration.people import done
from tests.integration.postgres import Postgres
from tests.integration.routes import code_of
from tests.integration.running import OFTEN, Running, run
from tests.integration.signed_in import (
    SignedIn,
    asked,
    headers_of,
    new_code,
    redeem,
    refused,
    session_of,
    sign_in,
)

TRIALS = 20
PATIENCE = 1.0  # Seconds from an answered revocation to the refusal, everywhere.

Start = Callable[..., Running]


def test_a_session_ends_idle_and_at_its_time(start_server: Start, tmp_path: Path) -> None:
    flags = ("--sessions.idle=1s", "--sessions.longest=3s")
    server = start_server(tmp_path / "data", OFTEN, *flags)
    with server.client(None) as client:
        idle, busy = (sign_in(client, server.operator_token) for _ in range(2))
        started = time.monotonic()
        while (answer := asked(client, busy)).status_code == 200:
            assert time.monotonic() < started + 10, "a session of three seconds does not end"
            time.sleep(0.05)
        assert refused(answer) == (401, "session_ended")
        assert 2.5 < time.monotonic() - started < 4.5
        assert refused(asked(client, idle)) == (401, "session_ended")
        early = sign_in(client, server.operator_token)
        time.sleep(1.2)
        assert refused(asked(client, early)) == (401, "session_ended")


def test_attempts_are_limited_and_told_when_to_come_again(
    start_server: Start, tmp_path: Path
) -> None:
    server = start_server(tmp_path / "data", "--sign_in.per_minute=3")
    with server.client(None) as client:
        answers = [redeem(client, "nonsense") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [401] * 3 + [429] * 2
        assert code_of(answers[-1]) == "too_many_requests"
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 20
        made = client.post(
            "/api/v1/sign-in-links", json={}, headers=headers_of(server.operator_token)
        )
        assert refused(made) == (429, "too_many_requests")


def test_a_session_outlives_a_server_that_is_killed(start_server: Start, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data")
    with server.client(None) as client:
        session = sign_in(client, server.operator_token)
        code = new_code(client, server.operator_token)
    server.kill()
    server.start()
    with server.client(None) as client:
        assert done(asked(client, session))["id"] == session.id
        assert session_of(redeem(client, code)).id != session.id
        assert client.delete("/api/v1/session", headers=headers_of(session)).status_code == 204
    server.kill()
    server.start()
    with server.client(None) as client:
        assert refused(asked(client, session)) == (401, "session_ended")
        assert refused(redeem(client, code)) == (401, "sign_in_code_invalid")


def test_a_restored_backup_knows_the_sessions_of_its_moment(
    start_server: Start, tmp_path: Path
) -> None:
    server = start_server(tmp_path / "data")
    with server.client(None) as client:
        session = sign_in(client, server.operator_token)
    backup = str(tmp_path / "backup")
    assert run("backup", backup, "--data", str(server.data)).returncode == 0
    server.stop()
    assert run("restore", backup, "--data", str(tmp_path / "restored")).returncode == 0
    second = start_server(tmp_path / "restored")
    with second.client(None) as client:
        assert done(asked(client, session))["id"] == session.id


@contextmanager
def load(url: str, session: SignedIn) -> Iterator[None]:
    """Requests by another session, all the while."""
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=url, headers=headers_of(session), timeout=30) as client:
            while not stop.is_set():
                client.get("/api/v1/whoami")

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


def test_an_ended_session_is_refused_within_a_second_by_every_server(
    start_server: Start, postgres: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = postgres.new_database()
    keys = {
        f"{use}_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        for use in ("signing", "hashing", "sealing")
    }
    flags = [f"--keys.{use}=env:{use}_KEY" for use in ("signing", "hashing", "sealing")]
    flags += [OFTEN, f"--database.url={database}"]
    servers = [
        start_server(tmp_path / name, *flags, environment=keys) for name in ("here", "there")
    ]
    here, there = (server.client(None) for server in servers)
    token = servers[0].operator_token
    kept = sign_in(here, token)
    seconds = []
    with load(servers[1].url, kept), load(servers[0].url, kept):
        for _ in range(TRIALS):
            session = sign_in(here, token)
            deadline = time.monotonic() + 10
            while asked(there, session).status_code != 200:
                assert time.monotonic() < deadline, "the other server never learns of the session"
            assert here.delete("/api/v1/session", headers=headers_of(session)).status_code == 204
            ended = time.monotonic()
            assert refused(asked(here, session)) == (401, "session_ended")
            while asked(there, session).status_code == 200:
                assert time.monotonic() < ended + 10, "the other server never learns of the end"
            seconds.append(time.monotonic() - ended)
    here.close()
    there.close()
    with capsys.disabled():
        print(
            f"\n{TRIALS} sessions ended under load: refused elsewhere after "
            f"{statistics.median(seconds):.3f} s at the median, {max(seconds):.3f} s at most"
        )
    assert max(seconds) <= PATIENCE


def test_up_prints_a_link_that_signs_the_operator_in(tmp_path: Path) -> None:
    command = str(Path(sys.executable).parent / "armillary")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("ARMILLARY_")
    } | {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    where = ("--data", str(tmp_path / "data"), "--listen", "127.0.0.1:0")
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [command, "up", *where, "--sign-in-link"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.fullmatch(r"Open the workbench: (http://\S+:\d+)/ui/sign-in#(\w+)\n", line)
        assert found is not None, line
        with httpx.Client(base_url=found[1], timeout=30) as client:
            session = session_of(redeem(client, found[2]))
            assert "tenants.create" in done(asked(client, session))["memberships"][0]["permissions"]
        another = subprocess.run(
            [command, "sign-in"], check=True, capture_output=True, text=True, env=environment
        )
        assert another.stdout.startswith(f"{found[1]}/ui/sign-in#")
        assert found[2] not in another.stdout
    finally:
        server.terminate()
        assert server.wait(60) == 0
    assert found[2] not in (tmp_path / "log").read_text()
