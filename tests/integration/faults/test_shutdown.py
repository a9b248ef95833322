"""SIGTERM while requests are on their way: what has begun is finished, within its time."""

from __future__ import annotations

import json
import signal
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.integration.certificates import Authority
from tests.integration.failures import RECORDS, StartServer, Tenant, assert_sound, eventually
from tests.integration.people import MODEL, Platform, example_model
from tests.integration.running import Running


class SlowRequest:
    """A POST whose body the test sends in two parts."""

    def __init__(self, tenant: Tenant, path: str, kind: str, body: bytes) -> None:
        self._socket = tenant.platform.server.connect()
        self._rest = body[len(body) // 2 :]
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {tenant.token}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body[: len(body) // 2])

    def finish(self) -> tuple[int, bytes]:
        """Sends the rest; the status and body that come back before the connection is closed."""
        self._socket.sendall(self._rest)
        return self.answer()

    def answer(self) -> tuple[int, bytes]:
        """The status and body that come back; 0 where the connection was cut without an answer."""
        received = b""
        with self._socket:
            try:
                while piece := self._socket.recv(65536):
                    received += piece
            except (ConnectionResetError, ssl.SSLEOFError):
                pass
        head, _, body = received.partition(b"\r\n\r\n")
        return int(head.split()[1]) if head else 0, body


def slow_upload(tenant: Tenant) -> SlowRequest:
    path = f"{tenant.path}/models/{MODEL}/versions"
    return SlowRequest(tenant, path, "application/octet-stream", example_model())


def slow_prediction(tenant: Tenant) -> SlowRequest:
    body = json.dumps(RECORDS).encode()
    return SlowRequest(tenant, f"/predict/{MODEL}", "application/json", body)


def takes_connections(server: Running) -> bool:
    try:
        server.connect(bare=True).close()
    except (ConnectionRefusedError, ConnectionResetError):  # Reset: it stopped in that moment.
        return False
    return True


def await_turn(server: Running) -> None:
    """Returns when the server, which has one thread for connections, has read what came before."""
    with server.client(None) as client:
        assert client.get("/healthz").status_code == 200


StartOver = Callable[..., Running]


@pytest.fixture(params=["http", "https"])
def start_over(
    request: pytest.FixtureRequest, tmp_path: Path, start_server: StartServer
) -> StartOver:
    """Starts a server that speaks so."""
    if request.param == "http":
        return lambda *flags: start_server(tmp_path / "data", *flags)
    authority = Authority(tmp_path)
    of_tls = authority.sign().flags
    return lambda *flags: start_server(tmp_path / "data", *of_tls, *flags, trusted=authority.file)


@pytest.fixture
def acme(start_over: StartOver) -> Tenant:
    tenant = Tenant(Platform(start_over()), "acme")
    tenant.assert_answers()
    tenant.client.close()
    tenant.platform.operator.close()
    return tenant


def test_requests_that_have_begun_are_answered_before_it_ends(acme: Tenant) -> None:
    server = acme.platform.server
    upload, prediction = slow_upload(acme), slow_prediction(acme)
    await_turn(server)
    server.process.send_signal(signal.SIGTERM)
    assert eventually(lambda: not takes_connections(server))
    assert server.process.poll() is None

    status, body = prediction.finish()
    assert (status, len(json.loads(body)["predictions"])) == (200, 2)
    assert server.process.poll() is None
    status, body = upload.finish()
    assert (status, json.loads(body)["number"]) == (201, 2)
    assert server.process.wait(30) == 0
    assert not (server.data / "listening.json").exists()

    server.start()
    acme.reconnect()
    assert acme.versions() == [1, 2]
    assert server.stop() == 0
    assert_sound(server.data)


def test_requests_that_do_not_end_are_cut_after_the_time_to_drain(start_over: StartOver) -> None:
    server = start_over("--http.drain", "1s")
    acme = Tenant(Platform(server), "acme")
    upload = slow_upload(acme)
    await_turn(server)
    started = time.monotonic()
    assert server.stop() == 0
    assert 1 <= time.monotonic() - started < 10
    assert upload.answer() == (0, b"")
    assert "cut requests" in server.log.read_text()
    assert list((server.data / "objects" / ".incoming").iterdir()) == []
    assert_sound(server.data)


class Asking(threading.Thread):
    """Asks for predictions until the server takes no more requests."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        self.answers: list[httpx.Response] = []
        self._client = tenant.platform.server.client(tenant.token)

    def run(self) -> None:
        with self._client:
            while len(self.answers) < 1_000_000:
                try:
                    self.answers.append(self._client.post(f"/predict/{MODEL}", json=RECORDS))
                except httpx.TransportError:
                    return


def test_every_answer_given_while_it_stops_is_whole(acme: Tenant) -> None:
    server = acme.platform.server
    asking = [Asking(acme) for _ in range(4)]
    for thread in asking:
        thread.start()
    assert eventually(lambda: all(len(thread.answers) > 20 for thread in asking))
    assert server.stop() == 0
    for thread in asking:
        thread.join(30)
        assert not thread.is_alive()
        for answer in thread.answers:
            assert answer.status_code == 200
            assert len(answer.json()["predictions"]) == 2
