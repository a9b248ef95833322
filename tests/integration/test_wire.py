"""The wire shows what a server does wrong, and what went wrong once does not stay."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

import pytest

from tests.integration.wire import Message, Wire

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"


def answering(*answers: bytes) -> str:
    """The address of a server that gives each connection the next answer, and closes it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(waiting: Sequence[bytes]) -> None:
        with listener:
            for answer in waiting:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

    threading.Thread(target=serve, args=(answers,), daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_shows_the_body_that_a_head_must_not_have() -> None:
    with Wire(answering(HEAD + b"Connection: close\r\n\r\nhi")) as wire:
        assert wire.ask(Message("HEAD", "/")).body == b"hi"


def test_ends_where_a_stream_is_cut() -> None:
    stream = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1\n"
    with Wire(answering(stream)) as wire:
        assert wire.ask(Message("GET", "/")).body == b"id: 1\n"


def test_asks_by_another_connection_after_a_failure() -> None:
    with Wire(answering(b"", HEAD + b"\r\nhi")) as wire:
        with pytest.raises(ConnectionError):
            wire.ask(Message("GET", "/"))
        assert wire.ask(Message("GET", "/")).body == b"hi"
