"""``armillary up``: becomes the server that the command line carries."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from armillary._servers import note_server
from armillary.cli.failure import NO_ANSWER
from armillary.cli.output import complain

BINARY = "armillaryd"


def up(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The folder that holds everything.")] = Path("data"),
    listen: Annotated[str, typer.Option(metavar="HOST:PORT")] = "127.0.0.1:8080",
    config: Annotated[Path | None, typer.Option(help="A configuration file (toml).")] = None,
) -> None:
    """Start the server on this machine, until Ctrl-C. The first start writes the operator's token
    into DATA/operator.token, readable by you only; commands on this machine find it there, and the
    address in DATA/listening.json. Port 0 takes a free one.

    Further options go to the server as they are: `armillaryd help-config` lists them.

    Example: armillary up --data ./data --listen 127.0.0.1:8080
    """
    binary = find_binary()
    if binary is None:
        complain(
            [
                ("error", f"no_server: {BINARY} is not on this machine"),
                ("next step", "In a checkout run ./dev build; else put armillaryd on the PATH."),
            ]
        )
        sys.exit(NO_ANSWER)
    note_server(data.resolve(), os.getpid(), os.environ)
    arguments = [str(binary), "up", "--data", str(data), "--listen", listen]
    if config is not None:
        arguments += ["--config", str(config)]
    arguments += context.args
    sys.stdout.flush()
    os.execv(binary, arguments)


def find_binary() -> Path | None:
    """Beside the package, then in the checkout that holds it, then on the PATH."""
    package = Path(__file__).resolve().parents[1]
    candidates = [package / "bin" / BINARY]
    candidates += [parent / "build" / "release" / BINARY for parent in package.parents]
    for candidate in candidates:
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    found = shutil.which(BINARY)
    return None if found is None else Path(found)
