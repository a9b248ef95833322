"""The commands put together."""

from __future__ import annotations

from typing import Annotated

import typer

import armillary
from armillary.cli.failure import EXIT_CODES
from armillary.cli.options import Asked
from armillary.cli.people import audit, teams, tenants, tokens
from armillary.cli.serving import deployments, models, predict, versions
from armillary.cli.up import up

_EPILOG = "Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES) + "."

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
        str | None, typer.Option(help="A profile of ~/.config/armillary/config.toml.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print and exit.")
    ] = False,
) -> None:
    """One model per customer: trained, served and kept apart.

    Without a token, commands use the operator's token of a server that runs on this machine.

    Example: armillary up --data ./data
    """
    context.obj = Asked(url, token, profile)


app.add_typer(tenants, name="tenants", no_args_is_help=True)
app.add_typer(teams, name="teams", no_args_is_help=True)
app.add_typer(tokens, name="tokens", no_args_is_help=True)
app.add_typer(models, name="models", no_args_is_help=True)
app.add_typer(versions, name="versions", no_args_is_help=True)
app.add_typer(deployments, name="deployments", no_args_is_help=True)
app.add_typer(audit, name="audit", no_args_is_help=True)
app.command("predict")(predict)
app.command("up", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(up)


def main() -> None:
    """Runs the command line."""
    app()
