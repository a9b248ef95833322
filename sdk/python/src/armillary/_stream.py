"""What changes, as the server tells it: the text of a stream, and how one that was cut goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from armillary import _requests as requests
from armillary._catalogue import CODES
from armillary._errors import ApiError, ConnectionFailed, Problem, UnexpectedAnswer
from armillary._requests import Request
from armillary._transport import Transport
from armillary.types import ChangeEvent, parsed

SILENCE = 45.0
"""Seconds without a word after which a stream is lost; the server says something every 15."""


@dataclass(frozen=True)
class ServerEvent:
    """One event of a stream of Server-Sent Events."""

    id: str
    name: str
    data: str


def server_events(lines: Iterable[str]) -> Iterator[ServerEvent]:
    """The events of a stream, also those without data, which only say how far it is."""
    last, name, data = "", "", list[str]()
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "id":
            last = value
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif not line:
            yield ServerEvent(last, name or "message", "\n".join(data))
            name, data = "", []


def events(
    transport: Transport, topics: Iterable[str] | None, since: int | None
) -> Iterator[ChangeEvent]:
    """What changes, from one connection after the other. See Client.events."""
    named = None if topics is None else ",".join(topics)
    last, tries, heard_at = since, 0, None
    began_at = transport.now()
    while True:
        failure: ApiError | ConnectionFailed = ConnectionFailed("the stream was cut")
        try:
            with transport.lines(_request(named, last), SILENCE) as lines:
                for event in server_events(lines):
                    tries, heard_at = 0, transport.now()
                    last = int(event.id) if event.id.isdecimal() else last
                    if event.data:
                        yield from _told(event)
        except ConnectionFailed as error:
            failure = error
        except ApiError as error:
            if not error.retry:
                raise
            failure = error
        tries += 1
        transport.wait(failure, tries, began_at if heard_at is None else heard_at)


def _request(topics: str | None, last: int | None) -> Request:
    query = {"topics": topics, "since": None if last is None else str(last)}
    return requests.get("stream", query={name: text for name, text in query.items() if text})


def _told(event: ServerEvent) -> Iterator[ChangeEvent]:
    try:
        found = json.loads(event.data)
        if event.name == "message":
            yield parsed(ChangeEvent, found)
        elif event.name in {"resync", "dropped"}:
            yield ChangeEvent(str(found.get("topic", "")), int(event.id), event.name)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnexpectedAnswer(f"the stream says what is no change: {error}") from error
    if event.name == "end":
        raise _ended(found)


def _ended(note: Mapping[str, Any]) -> ApiError:
    code = str(note.get("code", "internal"))
    problem = Problem(
        http_status=200,
        code=code,
        message=str(note.get("message", "")),
        next_step=str(note.get("next_step", "")),
    )
    return CODES.get(code, ApiError)(problem)
