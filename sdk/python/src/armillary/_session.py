"""What all resources of one client share: how answers are read, and whose the token is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from armillary import _requests as requests
from armillary._errors import UnexpectedAnswer
from armillary._requests import Json, Listing, Request
from armillary._stream import events
from armillary._transport import Transport
from armillary.types import ChangeEvent, Page, WhoAmI, parsed, parsed_page

T = TypeVar("T")


class Session:
    """Asks for values, pages and bytes as one principal.

    Raises what the transport raises, and UnexpectedAnswer where an answer is none of its kind.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._who: WhoAmI | None = None

    def one(self, kind: type[T], request: Request) -> T:
        """One value."""
        return _read(request, self._transport.json(request), lambda found: parsed(kind, found))

    def tagged(self, kind: type[T], request: Request) -> tuple[T, str]:
        """One value and the tag of its state."""
        document, tag = self._transport.tagged(request)
        return _read(request, document, lambda found: parsed(kind, found)), tag

    def page(self, kind: type[T], listing: Listing | None, *where: str, **more: str) -> Page[T]:
        """One page of a list; ``more`` are parameters of this list alone."""
        request = requests.get(*where, query=(listing or Listing()).query() | more)
        return _read(request, self._transport.json(request), lambda found: parsed_page(kind, found))

    def blob(self, request: Request) -> tuple[bytes, str]:
        """Content, and its digest as the server says it."""
        return self._transport.blob(request)

    def nothing(self, request: Request) -> None:
        """What is answered by its success alone."""
        self._transport.blob(request)

    def events(self, topics: Iterable[str] | None, since: int | None) -> Iterator[ChangeEvent]:
        """What changes, from one connection after the other."""
        return events(self._transport, topics, since)

    def who_am_i(self) -> WhoAmI:
        """Whom the token belongs to; asked once."""
        if self._who is None:
            self._who = self.one(WhoAmI, requests.get("whoami"))
        return self._who

    def tenant(self, name: str | None) -> str:
        """The tenant that is meant: the token's own where none is named."""
        return self.who_am_i().tenant if name is None else name

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()


def _read(request: Request, document: Json, parse: Callable[[Json], T]) -> T:
    try:
        return parse(document)
    except (ValueError, TypeError) as error:
        raise UnexpectedAnswer(f"{request.path}: {error}") from error
