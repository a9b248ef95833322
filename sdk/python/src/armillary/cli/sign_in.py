"""How a person comes into the workbench: a one-time link, and where one is signed in."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from armillary._errors import ArmillaryError
from armillary._servers import LocalServer, local_servers
from armillary.cli.options import AsJson, client
from armillary.cli.output import View, print_json, remark, show_page
from armillary.client import Client

sessions = typer.Typer(help="Sessions: where you are signed in with a browser.")

_SESSION = View(
    ("id", "created_at", "seen_at", "ends_at", "remote_address", "user_agent"),
    table=("created_at", "seen_at", "remote_address", "id"),
)
_PATIENCE, _PAUSE = 60.0, 0.1  # Seconds that a server has to become ready.


def link(asked: Client) -> dict[str, str]:
    """A new link as a whole address, and when it expires."""
    made = asked.sign_in_links.create()
    return {"url": f"{asked.url}{made.path}", "expires_at": made.expires_at}


def sign_in(
    context: typer.Context,
    opens: Annotated[bool, typer.Option("--open", help="Open it in a browser here.")] = False,
    json: AsJson = False,
) -> None:
    """Print a one-time link that signs you in with a browser; good for five minutes.

    It is for the principal of the token that asks; on the machine of the server, for its operator.
    Whoever has the link signs in: do not pass it on.

    Example: armillary sign-in --open
    """
    with client(context, json) as asked:
        made = link(asked)
    if json:
        print_json(made)
    else:
        print(made["url"])
        remark(f"good once, until {made['expires_at']}")
    sys.stdout.flush()
    if opens and not webbrowser.open(made["url"]):
        remark("no browser could be opened here: open the link yourself")


@sessions.command("list")
def list_sessions(context: typer.Context, json: AsJson = False) -> None:
    """List where you are signed in, the newest first.

    Example: armillary sessions list
    """
    with client(context, json) as asked:
        show_page(asked.sessions.list(), json, _SESSION)


@sessions.command("end")
def end_session(
    context: typer.Context,
    session: Annotated[str, typer.Argument(metavar="ID")],
    json: AsJson = False,
) -> None:
    """End a session of yours; in effect within a second.

    Example: armillary sessions end 01jdfx0000000000000000000n
    """
    with client(context, json) as asked:
        asked.sessions.end(session)
        if json:
            print_json({"id": session})


def announce(pid: int) -> None:
    """Prints a link of the server with that process id as soon as it is ready, from a process of
    its own that ends with it: this one becomes the server.
    """
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork() == 0:  # Whoever waits is nobody's child, so that nobody must bury it.
        _say_when_ready(pid)
    os._exit(0)


def _say_when_ready(pid: int) -> None:
    server = _awaited(pid)
    if server is None:
        return
    try:
        with Client(server.url, server.operator_token.read_text().strip()) as asked:
            made = link(asked)
    except (ArmillaryError, OSError) as error:
        remark(f"no sign-in link: {error}")
        return
    print(f"Open the workbench: {made['url']}", flush=True)
    remark("the link is good once and for five minutes; `armillary sign-in` prints another")
    sys.stderr.flush()


def _awaited(pid: int) -> LocalServer | None:
    """The server once it listens; none if it ended before."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
        for server in local_servers(os.environ):
            if server.pid == pid:
                return server
        time.sleep(_PAUSE)
    return None
