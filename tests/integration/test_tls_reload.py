"""A certificate that changes under a running server."""

from __future__ import annotations

import re
import ssl
import threading
from pathlib import Path

import httpx
import pytest

from tests.integration.certificates import Authority, Pair
from tests.integration.failures import RECORDS, StartServer, Tenant, eventually
from tests.integration.people import MODEL, Platform
from tests.integration.running import Running
from tests.integration.test_metrics import figures
from tests.integration.test_tls import UNUSABLE, spoiled

SECONDS = 20.0
ROUNDS = 5


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority")


@pytest.fixture
def pair(authority: Authority) -> Pair:
    return authority.sign()


@pytest.fixture
def platform(
    tmp_path: Path, authority: Authority, pair: Pair, start_server: StartServer
) -> Platform:
    return Platform(start_server(tmp_path / "data", *pair.flags, trusted=authority.file))


def shown_serial(server: Running) -> str:
    """Of the certificate that a new connection is shown."""
    with server.connect() as connection:
        assert isinstance(connection, ssl.SSLSocket)
        shown = connection.getpeercert()
    assert shown is not None
    return f"serial={shown['serialNumber']}"


def details(server: Running) -> list[dict[str, str]]:
    """What anybody is told to mend, while the server is ready."""
    with server.client(None) as client:
        answer = client.get("/readyz")
    assert answer.status_code == 200
    body = answer.json()
    assert body["ready"] is True
    assert body.get("details") != []
    assert str(server.data.parent) not in answer.text
    return list(body.get("details", []))


def comes_to_show(server: Running, pair: Pair) -> bool:
    """Whether new connections are shown that certificate within seconds."""
    wanted = pair.serial
    return eventually(lambda: shown_serial(server) == wanted, SECONDS)


class Asking(threading.Thread):
    """Asks for predictions on a kept connection, and for health on new ones, until told to stop."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(daemon=True)  # A test that failed leaves it behind.
        self.answers: list[int] = []
        self.failures: list[Exception] = []
        self._tenant = tenant
        self._told_to_stop = threading.Event()

    def run(self) -> None:
        server = self._tenant.platform.server
        with server.client(self._tenant.token) as kept:
            while not self._told_to_stop.is_set():
                try:
                    answer = kept.post(f"/predict/{MODEL}", json=RECORDS)
                    self.answers.append(answer.status_code)
                    with server.client(None) as fresh:
                        self.answers.append(fresh.get("/healthz").status_code)
                except httpx.TransportError as error:
                    self.failures.append(error)

    def finish(self) -> None:
        self._told_to_stop.set()
        self.join(30)
        assert not self.is_alive()


def test_a_changed_certificate_is_taken_and_no_request_fails(
    platform: Platform, authority: Authority, pair: Pair
) -> None:
    server = platform.server
    asking = [Asking(Tenant(platform, name)) for name in ("acme", "globex", "initech")]
    for thread in asking:
        thread.start()
    for _ in range(ROUNDS):
        renewed = authority.sign()
        pair.become(renewed)
        assert comes_to_show(server, renewed)
    for thread in asking:
        thread.finish()
        assert thread.failures == []
        assert set(thread.answers) == {200}
        assert len(thread.answers) > 2 * ROUNDS
    assert figures(platform)["armillary_tls_reload_failures_total"] == 0
    assert len(re.findall("the certificate is in use", server.log.read_text())) == 1 + ROUNDS
    assert server.stop() == 0


@pytest.mark.parametrize("how", UNUSABLE)
def test_an_unusable_one_leaves_the_former_in_use_and_is_said_once(
    platform: Platform, authority: Authority, pair: Pair, how: str
) -> None:
    server = platform.server
    in_use, expires = pair.serial, figures(platform)["armillary_tls_certificate_expires_seconds"]
    assert shown_serial(server) == in_use
    assert details(server) == []

    unusable, _ = spoiled(authority, how)
    put_in_place(pair, unusable)
    assert eventually(
        lambda: figures(platform)["armillary_tls_reload_failures_total"] == 1, SECONDS
    )
    for _ in range(3):
        assert shown_serial(server) == in_use
    said = re.findall("the changed certificate is not used.*", server.log.read_text())
    assert len(said) == 1
    assert UNUSABLE[how] in said[0]
    (told,) = details(server)
    assert told["code"] == "certificate_unusable"
    assert UNUSABLE[how] in told["message"]
    assert "the former certificate is in use, which is valid until 20" in told["message"]
    assert told["next_step"].startswith("Put a whole pair in place")
    assert figures(platform)["armillary_tls_certificate_expires_seconds"] == expires

    renewed = authority.sign()
    put_in_place(pair, renewed)
    assert comes_to_show(server, pair)
    assert details(server) == []
    assert figures(platform)["armillary_tls_reload_failures_total"] == 1
    assert server.stop() == 0


def put_in_place(pair: Pair, other: Pair) -> None:
    """As it is, with its mode; also a file that is not there."""
    for ours, theirs in ((pair.certificate, other.certificate), (pair.key, other.key)):
        ours.unlink(missing_ok=True)
        if theirs.exists():
            theirs.replace(ours)
