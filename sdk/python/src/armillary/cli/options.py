"""The options that many commands share, and the client that they describe."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

import typer

from armillary._transport import Policy
from armillary.cli.failure import told
from armillary.client import Client


@dataclass(frozen=True)
class Asked:
    """What stands before the command: whom to ask, as whom, and how long."""

    url: str | None = None
    token: str | None = field(default=None, repr=False)
    profile: str | None = None
    timeout: float = Policy().timeout


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
InTenant = Annotated[
    str | None, typer.Option("--tenant", metavar="NAME", help="Default: the token's own tenant.")
]
InEnvironment = Annotated[
    str | None,
    typer.Option("--environment", metavar="NAME", help="Default: the token's own environment."),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, max=1000, help="Items of one page; default 100.")
]
CursorOption = Annotated[
    str | None, typer.Option("--cursor", metavar="TEXT", help="From the page before.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Every page, not only one.")]
ExpectedVersion = Annotated[
    int | None,
    typer.Option("--expected-version", min=0, help="Only if this version is live; 0: none."),
]
ModelName = Annotated[str, typer.Argument(metavar="MODEL")]
VersionNumber = Annotated[int, typer.Argument(metavar="NUMBER", min=1)]


@contextlib.contextmanager
def client(context: typer.Context, as_json: bool) -> Iterator[Client]:
    """The client of a command; what it raises ends the command with words and a code."""
    asked = context.find_object(Asked) or Asked()
    with told(as_json), _client(asked) as found:
        yield found


def _client(asked: Asked) -> Client:
    policy = Policy(timeout=asked.timeout)
    return Client(asked.url, asked.token, profile=asked.profile, policy=policy)
