"""The commands put together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import armillary
from armillary._transport import Policy
from armillary.cli.access import access, tokens
from armillary.cli.failure import EXIT_CODES, end
from armillary.cli.options import Asked
from armillary.cli.people import audit, environments, principals, quotas, teams, tenants
from armillary.cli.predict import predict
from armillary.cli.serving import deployments, models, versions
from armillary.cli.sign_in import sessions, sign_in
from armillary.cli.subjects import subjects
from armillary.cli.up import up
from armillary.cli.watch import watch

_EPILOG = "Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES) + "."

# Of typer's exceptions this one is the base of all that a wrong command line raises.
_WrongCommand: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="armillary",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    epilog=_EPILOG,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"armillary {armillary.__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    url: Annotated[str | None, typer.Option(help="Else ARMILLARY_URL, else the profile.")] = None,
    token: Annotated[
        str | None, typer.Option(help="Else ARMILLARY_TOKEN, else the profile, else found here.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="One that `login` kept; else the default.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="For an answer, all tries together.")
    ] = Policy().timeout,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print and exit.")
    ] = False,
) -> None:
    """One model per customer: trained, served and kept apart.

    Without a token, commands use the operator's token of a server that runs on this machine.

    Example: armillary up --data ./data
    """
    context.obj = Asked(url, token, profile, timeout)


for name, group in (
    ("tenants", tenants),
    ("teams", teams),
    ("environments", environments),
    ("principals", principals),
    ("tokens", tokens),
    ("sessions", sessions),
    ("subjects", subjects),
    ("quotas", quotas),
    ("models", models),
    ("versions", versions),
    ("deployments", deployments),
    ("audit", audit),
):
    app.add_typer(group, name=name, no_args_is_help=True)
app.add_typer(access)
app.command("predict")(predict)
app.command("watch")(watch)
app.command("sign-in")(sign_in)
app.command("up", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(up)


def main() -> None:
    """Runs the command line."""
    if "--json" not in sys.argv:
        app()
    try:
        code = app(standalone_mode=False)
    except _WrongCommand as error:
        end("wrong_command", str(error), True)
    except typer.Abort:
        code = 1
    sys.exit(code)
