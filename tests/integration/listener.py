"""Who listens to the live stream, event by event, as slowly as a test wants."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx

from tests.integration.people import done, unique
from tests.integration.signed_in import Proof, headers_of

SECONDS = 10.0


@dataclass(frozen=True)
class Told:
    """One event; `name` is empty for a change, `data` None where there is none."""

    id: int
    name: str
    data: Any

    @property
    def what(self) -> str:
        """A change as `topic kind`, anything else by its name."""
        return self.name or (f"{self.data['topic']} {self.data['kind']}" if self.data else "pulse")


class Listener:
    """An open stream. `receives`: how many bytes this side's kernel may keep, about."""

    def __init__(
        self,
        url: str,
        proof: Proof,
        *topics: str,
        since: int | None = None,
        last_id: int | None = None,
        receives: int | None = None,
    ) -> None:
        address = urlsplit(url)
        self._socket = socket.socket()
        if receives is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        self._socket.settimeout(SECONDS)
        self._socket.connect((address.hostname, address.port))
        given = {"topics": ",".join(topics) or None, "since": since}
        query = urlencode({name: value for name, value in given.items() if value is not None})
        headers = headers_of(proof) | ({} if last_id is None else {"Last-Event-ID": str(last_id)})
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"GET /api/v1/stream?{query} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n"
        self._socket.sendall(head.encode())
        self._received = b""
        self.head = self._read_to(b"\r\n\r\n").decode()
        self.status = int(self.head.split()[1])
        self.id = -1  # Of the last event.

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def next(self, seconds: float = SECONDS) -> Told:
        """The next event. Raises EOFError at the end, TimeoutError if there is none in time."""
        text = self._read_to(b"\n\n", seconds).decode()
        fields = dict(
            line.split(": ", 1) for line in text.splitlines() if line and not line.startswith(":")
        )
        data = json.loads(fields["data"]) if "data" in fields else None
        self.id = int(fields["id"])
        return Told(self.id, fields.get("event", ""), data)

    def told(self, count: int, seconds: float = SECONDS) -> list[str]:
        """So many events in words, without pulses."""
        found: list[str] = []
        deadline = time.monotonic() + seconds
        while len(found) < count:
            event = self.next(max(deadline - time.monotonic(), 0.001))
            found += [event.what] if event.what != "pulse" else []
        return found

    def rest(self) -> Iterator[Told]:
        """Every event until the end of the stream."""
        try:
            while True:
                yield self.next()
        except (EOFError, ConnectionResetError):
            return

    def is_silent(self, seconds: float) -> bool:
        """Whether nothing is said for so long."""
        try:
            self.next(seconds)
        except TimeoutError:
            return True
        return False

    def _read_to(self, end: bytes, seconds: float = SECONDS) -> bytes:
        deadline = time.monotonic() + seconds
        while end not in self._received:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            piece = self._socket.recv(65_536)
            if not piece:
                raise EOFError(self._received)
            self._received += piece
        text, _, self._received = self._received.partition(end)
        return text


def listening(url: str, proof: Proof, *topics: str, **options: Any) -> Listener:
    """A stream that has said that it tells of these topics."""
    listener = Listener(url, proof, *topics, **options)
    assert listener.status == 200, listener.head
    ready = listener.next()
    assert ready.name == "ready"
    assert not topics or ready.data == {"topics": list(topics)}
    return listener


def ends(listener: Listener, lose: Callable[[], Any]) -> tuple[list[str], str, float]:
    """What a stream says once a right is lost, the code of its end, and after how many seconds."""
    lose()
    lost = time.monotonic()
    said = list(listener.rest())
    return [event.what for event in said], said[-1].data["code"], time.monotonic() - lost


def add_person(client: httpx.Client, tenant: str = "acme") -> str:
    """One change, with two events: of the principal, and of the audit log."""
    body = {"name": unique("person"), "role": "viewer"}
    return str(done(client.post(f"/api/v1/t/{tenant}/principals", json=body))["id"])
