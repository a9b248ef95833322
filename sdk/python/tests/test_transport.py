"""How long the transport waits, when it asks again, and what it never says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from armillary import Client, Policy, errors
from armillary import _requests as requests
from armillary._transport import Time, Transport

from .fake_server import TENANT, FakeServer, Handler, problem


class Clock:
    """A clock that passes only where somebody waits."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.pauses: list[float] = []

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    def time(self) -> Time:
        return Time(lambda: self.seconds, self.pause)


def transport(server: FakeServer, clock: Clock, **policy: Any) -> Transport:
    http = httpx.Client(base_url="https://server", transport=server.transport)
    return Transport(http, Policy(**policy), clock.time())


def told_to_wait(seconds: str, code: str = "overloaded") -> Handler:
    status, body = problem(code, 503)
    return lambda request: httpx.Response(status, json=body, headers={"Retry-After": seconds})


ASKED = requests.get("tenants", "acme")


def test_waits_as_long_as_the_server_says() -> None:
    clock = Clock()
    server = FakeServer({"GET /api/v1/tenants/acme": [told_to_wait("30"), (200, TENANT)]})
    assert transport(server, clock).json(ASKED)["name"] == "acme"
    assert clock.pauses == [30.0]


def test_does_not_wait_for_longer_than_its_time() -> None:
    clock = Clock()
    server = FakeServer({"GET /api/v1/tenants/acme": told_to_wait("30")})
    with pytest.raises(errors.Overloaded):
        transport(server, clock, timeout=20.0).json(ASKED)
    assert clock.pauses == []
    assert len(server.requests) == 1


def test_spends_one_time_on_all_tries() -> None:
    clock = Clock()

    def hang(request: httpx.Request) -> httpx.Response:
        waited = request.extensions["timeout"]["read"]
        clock.seconds += waited
        raise httpx.ReadTimeout("", request=request)

    server = FakeServer({"GET /api/v1/tenants/acme": hang})
    with pytest.raises(errors.ConnectionFailed, match="within 20 seconds"):
        transport(server, clock, timeout=20.0).json(ASKED)
    assert clock.seconds == pytest.approx(120.0)
    assert len(server.requests) == 1


class Trickle(httpx.SyncByteStream):
    """A byte now and then, for ever."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self._clock.seconds += 5.0
            yield b" "


def test_does_not_follow_a_trickle_for_ever() -> None:
    clock = Clock()
    server = FakeServer(
        {"GET /api/v1/tenants/acme": lambda request: httpx.Response(200, stream=Trickle(clock))}
    )
    with pytest.raises(errors.ConnectionFailed, match="within 20 seconds"):
        transport(server, clock, timeout=20.0).json(ASKED)
    assert clock.seconds < 130.0


def test_gives_a_large_upload_more_time() -> None:
    clock = Clock()
    found: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        found.append(request.extensions["timeout"]["write"])
        return httpx.Response(200, json={})

    server = FakeServer({"POST /api/v1/t/a/models/m/versions": answer})
    upload = requests.upload("t", "a", "models", "m", "versions", content=b"x" * 1000, kind=None)
    transport(server, clock, timeout=1.0, slowest=100).json(upload)
    assert found == [11.0]


def test_never_says_what_a_header_holds() -> None:
    refused = httpx.LocalProtocolError("Illegal header value b'Bearer arm_secret'")
    server = FakeServer({"GET /api/v1/tenants/acme": refused})
    with pytest.raises(errors.ConnectionFailed) as raised:
        transport(server, Clock()).json(ASKED)
    assert "secret" not in str(raised.value)


def test_says_when_an_answer_cannot_be_unpacked() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        headers = {"Content-Encoding": "gzip"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"no gzip"))

    server = FakeServer({"GET /api/v1/tenants/acme": broken})
    with pytest.raises(errors.UnexpectedAnswer, match="unpacked"):
        transport(server, Clock()).json(ASKED)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (500, errors.Internal),
        (502, errors.Internal),
        (503, errors.Unavailable),
        (507, errors.ResourceExhausted),
        (422, errors.InvalidArgument),
        (413, errors.InvalidArgument),
    ],
)
def test_knows_the_kind_of_an_error_that_only_a_newer_server_has(
    status: int, kind: type[errors.ApiError]
) -> None:
    server = FakeServer({"GET /api/v1/tenants/acme": problem("from_tomorrow", status)})
    with pytest.raises(kind):
        transport(server, Clock()).json(ASKED)


class Listening(HTTPServer):
    """A server on this machine that remembers the paths it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Recorder)
        self.seen: list[str] = []


class Recorder(BaseHTTPRequestHandler):
    """Answers everything with an empty page, and remembers what it saw."""

    server: Listening

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        content = b'{"items": [], "total": 0, "total_is_exact": true}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def listening() -> Iterator[Callable[[], Listening]]:
    servers: list[Listening] = []

    def start() -> Listening:
        server = Listening()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_sends_nothing_for_this_machine_through_a_proxy(
    listening: Callable[[], Listening], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = listening(), listening()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
    with Client(f"http://127.0.0.1:{server.server_port}", "arm_x") as client:
        client.tenants.list()
    assert server.seen == ["/api/v1/tenants"]
    assert proxy.seen == []
