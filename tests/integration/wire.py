"""HTTP/1.1 byte by byte, also as no well-behaved client would send it."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

SECONDS = 30.0
EVENT_STREAM = "text/event-stream"  # Never ends: its first event stands for the whole.


@dataclass(frozen=True)
class Message:
    """A request. `length` is what Content-Length says, if that is not true; a Host among the
    headers takes the place of the usual one."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    length: int | None = None

    def having(self, name: str, value: str | None) -> Message:
        """The same with one header field set, or left out."""
        kept = tuple(pair for pair in self.headers if pair[0] != name)
        added = () if value is None else ((name, value),)
        return Message(self.method, self.target, kept + added, self.body, self.length)

    def adding(self, name: str, value: str) -> Message:
        """The same with one more header field, even if there is one of that name."""
        headers = (*self.headers, (name, value))
        return Message(self.method, self.target, headers, self.body, self.length)

    def at(self, target: str) -> Message:
        return Message(self.method, target, self.headers, self.body, self.length)

    def by(self, method: str) -> Message:
        return Message(method, self.target, self.headers, self.body, self.length)

    def carrying(self, body: bytes | None, length: int | None = None) -> Message:
        return Message(self.method, self.target, self.headers, body, length)

    def encoded(self) -> bytes:
        length = self.length if self.length is not None else len(self.body or b"")
        named = any(name.lower() == "host" for name, _ in self.headers)
        fields = [*(() if named else (("Host", "localhost"),)), *self.headers]
        if self.body is not None or self.length is not None:
            fields.append(("Content-Length", str(length)))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields)
        start = f"{self.method} {self.target} HTTP/1.1\r\n{head}\r\n"
        return start.encode("utf-8", "surrogateescape") + (self.body or b"")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """A connection that is opened again when the server closes it."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._address = (address.hostname, address.port)
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, message: Message, *, ends: bool = False) -> Answer:
        """The answer to a message; `ends`: nothing is sent after it, ever. Whatever goes wrong,
        what is asked next is asked by another connection."""
        try:
            return self._ask(message, ends)
        except BaseException:
            self.close()
            raise

    def _ask(self, message: Message, ends: bool) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(message.encoded())
        if ends:
            self._socket.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(self._socket, method=message.method)
        response.begin()
        goes_on = response.getheader("Content-Type") == EVENT_STREAM and message.method != "HEAD"
        body = first_event(response) if goes_on else whole(response, message.method)
        if ends or goes_on or response.will_close:
            self.close()
        return Answer(response.status, httpx.Headers(response.getheaders()), body)


def first_event(response: http.client.HTTPResponse) -> bytes:
    """Up to its blank line, or to where it was cut."""
    lines: Iterator[bytes] = takewhile(bytes.strip, response)
    return b"".join(lines)


def whole(response: http.client.HTTPResponse, method: str) -> bytes:
    """The body. Where the connection closes, also that of a HEAD, which must have none."""
    return response.fp.read() if method == "HEAD" and response.will_close else response.read()
