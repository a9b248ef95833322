"""``armillary up``: becomes the server that the command line carries."""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from armillary._servers import note_server
from armillary.cli.failure import end
from armillary.cli.output import remark
from armillary.cli.sign_in import announce

BINARY = "armillaryd"


def up(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="The folder that holds everything; default ./data.")
    ] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Default 127.0.0.1:8080.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A configuration file (toml).")] = None,
    sign_in_link: Annotated[
        bool | None,
        typer.Option(help="Print a one-time link to the workbench; default: on a terminal."),
    ] = None,
) -> None:
    """Start the server on this machine, until Ctrl-C.

    The first start writes the operator's token into DATA/operator.token, readable by you only;
    commands on this machine find it there, and the address in DATA/listening.json. Port 0 takes a
    free one. On a terminal it prints a one-time link by which the operator signs in with a browser.

    What is not given here is as the configuration file or ARMILLARY_DATA, ARMILLARY_LISTEN say.
    Further options go to the server as they are: `armillaryd help-config` lists them.

    Example: armillary up --data ./data --listen 127.0.0.1:8080
    """
    binary = find_binary()
    if binary is None:
        end("no_server", f"{BINARY} is not on this machine", False)
        return
    _note(data_folder(data, config, os.environ))
    given = (("--data", data), ("--listen", listen), ("--config", config))
    arguments = [str(binary), "up"]
    for flag, value in given:
        arguments += [] if value is None else [flag, str(value)]
    if sys.stdout.isatty() if sign_in_link is None else sign_in_link:
        announce(os.getpid())
    sys.stdout.flush()
    try:
        os.execv(binary, [*arguments, *context.args])
    except OSError as error:
        end("no_server", f"{binary} cannot be started: {error.strerror}", False)


def data_folder(data: Path | None, config: Path | None, variables: Mapping[str, str]) -> Path:
    """The folder that the server will take: the option, the variable, the file, ./data."""
    named = data or variables.get("ARMILLARY_DATA")
    if named is None and config is not None:
        try:
            named = tomllib.loads(config.read_text(encoding="utf-8")).get("data")
        except (OSError, ValueError):  # the server says it better
            named = None
    return Path(named or "data").resolve()


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


def _note(data: Path) -> None:
    """Tells later commands of the server, which serves them also where that cannot be."""
    try:
        noted = note_server(data, os.getpid(), os.environ)
        why = "this user has no home folder"
    except OSError as error:
        noted, why = None, f"{error.filename}: {error.strerror}"
    if noted is None:
        remark(f"commands on this machine will not find this server by themselves: {why}")
