"""The options that many commands share, and the client that they describe."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from armillary._requests import Listing
from armillary.cli.failure import told
from armillary.client import Client


@dataclass
class Asked:
    """What stands before the command: whom to ask, and as whom."""

    url: str | None = None
    token: str | None = None
    profile: str | None = None


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
InTenant = Annotated[
    str | None, typer.Option("--tenant", metavar="NAME", help="Default: the token's own tenant.")
]
InEnvironment = Annotated[
    str | None,
    typer.Option("--environment", metavar="NAME", help="Default: the token's own environment."),
]
FilterOption = Annotated[
    str | None, typer.Option("--filter", metavar="TEXT", help="For example: name LIKE 'ch%'")
]
SortOption = Annotated[
    str | None, typer.Option("--sort", metavar="FIELD", help="For example: name DESC")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, max=1000, help="Items of one page; default 100.")
]
CursorOption = Annotated[
    str | None, typer.Option("--cursor", metavar="TEXT", help="From the page before.")
]
ExpectedVersion = Annotated[
    int | None,
    typer.Option("--expected-version", min=0, help="Only if this version is live; 0: none."),
]


def listing(
    filter: str | None,  # noqa: A002 -- the option's name
    sort: str | None,
    limit: int | None,
    cursor: str | None,
) -> Listing:
    """The options of a list command as one value."""
    return Listing(filter, sort, limit, cursor)


@contextlib.contextmanager
def client(context: typer.Context, as_json: bool) -> Iterator[Client]:
    """The client of a command; what it raises ends the command with words and a code."""
    asked = context.find_object(Asked) or Asked()
    with told(as_json), Client(asked.url, asked.token, profile=asked.profile) as found:
        yield found
