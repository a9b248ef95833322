"""How a stream is read, when it is asked for again, and what ends it."""

from __future__ import annotations

import itertools
import json
from typing import Any

import httpx
import pytest

from armillary import Policy, errors
from armillary._stream import ServerEvent, events, server_events
from armillary._transport import Time, Transport
from armillary.types import ChangeEvent

from .conftest import Run
from .fake_server import Answer, FakeServer, problem

STREAM = "GET /api/v1/stream"
READY = 'retry: 1500\nid: 40\nevent: ready\ndata: {"topics":["t/acme/models"]}\n\n'
PULSE = ":\nid: 60\n\n"


def told(number: int, **more: Any) -> str:
    fields = {
        "topic": "t/acme/models",
        "id": number,
        "kind": "models.register",
        "object": f"v{number}",
        "name": "churn/3",
        "tenant": "acme",
        "revision": 3,
        "at": "2026-11-24T10:00:00.000Z",
        "a_field_of_tomorrow": True,
    }
    return f"id: {number}\ndata: {json.dumps(fields | more)}\n\n"


def note(number: int, name: str, **fields: Any) -> str:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(fields)}\n\n"


class Cut(httpx.SyncByteStream):
    """A stream that breaks after its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __iter__(self) -> Any:
        yield self._text.encode()
        raise httpx.ReadError("reset")


def server(*answers: Answer | str) -> FakeServer:
    """Each connection gets the next of them; a text is an answer that ends."""
    table = [(200, a.encode()) if isinstance(a, str) else a for a in answers]
    return FakeServer({STREAM: list(table)})


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


def follow(fake: FakeServer, **asked: Any) -> Any:
    clock = Clock()
    http = httpx.Client(base_url="https://server", transport=fake.transport)
    time = Time(lambda: clock.seconds, clock.pause)
    transport = Transport(http, Policy(timeout=10.0), time)
    return events(transport, asked.get("topics"), asked.get("since"))


def test_reads_events_line_by_line() -> None:
    text = ": a comment\nid: 1\nevent: x\ndata: a\ndata: b\n\nid: 2\n\ndata:c\nunknown: d\n\n"
    assert list(server_events(text.split("\n"))) == [
        ServerEvent("1", "x", "a\nb"),
        ServerEvent("2", "message", ""),
        ServerEvent("2", "message", "c"),
        ServerEvent("2", "message", ""),
    ]


def test_gives_each_change() -> None:
    fake = server(READY + told(41) + told(42))
    found = list(itertools.islice(follow(fake, topics=["t/acme/models", "teams"]), 2))
    assert [change.id for change in found] == [41, 42]
    assert found[0].name == "churn/3"
    assert found[0].environment is None
    assert dict(fake.requests[0].url.params) == {"topics": "t/acme/models,teams"}


def test_goes_on_after_the_last_one_when_it_was_cut_or_has_ended() -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Cut(READY + told(41)))

    fake = server(cut, told(42) + PULSE, httpx.ConnectError("gone"), told(61))
    found = list(itertools.islice(follow(fake), 3))
    assert [change.id for change in found] == [41, 42, 61]
    asked = [request.url.params.get("since") for request in fake.requests]
    assert asked == [None, "41", "60", "60"]


def test_begins_where_it_is_told() -> None:
    fake = server(told(8))
    assert next(follow(fake, since=7)).id == 8
    assert fake.requests[0].url.params["since"] == "7"


def test_says_what_was_missed_and_what_is_lost() -> None:
    lost = note(91, "dropped", topic="t/acme/audit", code="permission_denied")
    fake = server(note(90, "resync", topics=[]) + lost)
    assert list(itertools.islice(follow(fake), 2)) == [
        ChangeEvent("", 90, "resync"),
        ChangeEvent("t/acme/audit", 91, "dropped"),
    ]


def test_raises_what_has_ended() -> None:
    fake = server(READY + note(40, "end", code="token_revoked", message="It is.", next_step="Ask."))
    with pytest.raises(errors.TokenRevoked, match="It is") as raised:
        next(follow(fake))
    assert raised.value.next_step == "Ask."
    assert len(fake.requests) == 1


@pytest.mark.parametrize("code", ["permission_denied", "too_many_streams"])
def test_raises_what_is_refused_at_once(code: str) -> None:
    fake = server(problem(code, 403))
    with pytest.raises(errors.CODES[code]):
        next(follow(fake))
    assert len(fake.requests) == 1


def test_asks_again_where_that_may_help() -> None:
    fake = server(problem("not_ready", 503), told(1))
    assert next(follow(fake)).id == 1


def test_gives_up_on_a_server_that_stays_away() -> None:
    fake = FakeServer({STREAM: httpx.ConnectError("gone")})
    with pytest.raises(errors.ConnectionFailed):
        next(follow(fake))
    assert 3 < len(fake.requests) < 20


def test_does_not_take_an_endless_reconnecting_for_hearing() -> None:
    fake = FakeServer({STREAM: (200, b"")})
    with pytest.raises(errors.ConnectionFailed, match="cut"):
        next(follow(fake))


@pytest.mark.parametrize("data", ["{", "[]", '"text"', "{}"])
def test_refuses_what_is_no_change(data: str) -> None:
    with pytest.raises(errors.UnexpectedAnswer):
        next(follow(server(f"data: {data}\n\n")))


def test_watch_prints_a_line_for_each_change(run: Run) -> None:
    text = READY + told(41, environment="research") + note(42, "resync") + told(43)
    result = run(server(text), "watch", "--topic", "t/acme/models", "--count", "3")
    assert result.stdout.splitlines() == [
        "41\t2026-11-24T10:00:00.000Z\tt/acme/models\tmodels.register\tchurn/3 in research",
        "43\t2026-11-24T10:00:00.000Z\tt/acme/models\tmodels.register\tchurn/3",
    ]
    assert "missed" in result.stderr


def test_watch_prints_a_document_a_line(run: Run) -> None:
    result = run(server(told(41) + told(42)), "watch", "--count", "2", "--json")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [41, 42]


def test_watch_ends_with_the_code_of_what_ended(run: Run) -> None:
    result = run(server(note(1, "end", code="token_expired", message="It has.")), "watch")
    assert result.exit_code == 3
    assert "token_expired" in result.stderr
