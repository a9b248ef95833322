"""Commands of tokens, and of whom this machine asks and as whom."""

# ruff: noqa: PLR0913, PLR0917 -- a command's options are its parameters

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from armillary._address import checked_address, checked_token
from armillary._errors import ConfigurationError
from armillary._profile import Profile, config_path, keep
from armillary._requests import Listing
from armillary._transport import Policy
from armillary.cli.commands import lists, shows
from armillary.cli.failure import Refused, told
from armillary.cli.options import AsJson, Asked, InTenant
from armillary.cli.output import View, remark, show
from armillary.client import Client
from armillary.types import NewToken, Page, Token, WhoAmI

tokens = typer.Typer(help="Tokens: who may ask, and for what.")
access = typer.Typer()

_TOKEN = View(
    ("id", "principal_name", "role", "environment", "state", "expires_at", "last_used_at"),
    table=("principal_name", "role", "environment", "state", "id"),
)
_NEW_TOKEN = View(("id", "principal_name", "role", "environment", "expires_at", "token"))
_WHO = View(
    (
        "name",
        "kind",
        "role",
        "tenant",
        "tenant_state",
        "environment",
        "token",
        "expires_at",
        "models",
        "permissions",
    )
)


@shows(access, "whoami", _WHO)
def who_am_i(asked: Client) -> WhoAmI:
    """Show whom the token belongs to and what it may do.

    Example: armillary whoami
    """
    return asked.who_am_i()


@access.command("login")
def log_in(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PROFILE")],
    url: Annotated[str, typer.Argument(metavar="URL")],
    default: Annotated[bool, typer.Option("--default", help="Use it where none is named.")] = False,
    json: AsJson = False,
) -> None:
    """Keep an address and a token as a profile.

    The token is asked for, or read from standard input, and kept once the server has taken it. The
    first profile becomes the default one.

    Example: armillary login work https://armillary.example
    """
    asked = context.find_object(Asked) or Asked()
    with told(json):
        path = config_path(os.environ)
        if path is None:
            raise ConfigurationError("there is no home folder to keep a profile in")
        token = checked_token(asked.token or _typed_token(), "the token")
        profile = Profile(name, checked_address(url), token)
        policy = Policy(timeout=asked.timeout)
        with Client(profile.url, token, policy=policy) as client:
            who = client.who_am_i()
        is_default = keep(path, profile, default)
        kept = {"profile": name, "url": profile.url, "default": is_default, "file": str(path)}
        found = {"name": who.name, "role": who.role, "tenant": who.tenant}
        show(kept | found, json, View(tuple(kept | found)))


@shows(tokens, "create", _NEW_TOKEN)
def create_token(
    asked: Client,
    role: Annotated[str | None, typer.Option(help="Default: the owner's role.")] = None,
    principal: Annotated[str | None, typer.Option(help="Whose it is; default: yours.")] = None,
    environment: Annotated[str | None, typer.Option(help="Default: research.")] = None,
    model: Annotated[list[str] | None, typer.Option(help="For callers; repeatable.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="Narrows; repeatable.")] = None,
    expires_in: Annotated[int | None, typer.Option(help="Seconds; default 90 days.")] = None,
    tenant: InTenant = None,
) -> NewToken:
    """Create a token. Its secret is shown this once. An operator names the role.

    Example: armillary tokens create --tenant acme --role scientist --json | jq -r .token
    """
    if role is None and principal is None and asked.who_am_i().role == "operator":
        raise Refused(
            "without --role this would be one more token of the operator",
            "Give --tenant and --role, or --role operator if it is meant.",
        )
    created = asked.tokens.create(
        role=role,
        principal=principal,
        environment=environment,
        scopes=scope or None,
        models=model or None,
        expires_in_seconds=expires_in,
        tenant=tenant,
    )
    if role is None:
        remark(f"the token has the role {created.role} until {created.expires_at}")
    return created


@lists(
    tokens,
    _TOKEN,
    filters="principal_name, role, environment, state",
    sorts="created_at, expires_at, last_used_at",
)
def list_tokens(asked: Client, listing: Listing, tenant: InTenant = None) -> Page[Token]:
    """List tokens, without their secrets.

    Example: armillary tokens list --tenant acme --filter "state = 'active'"
    """
    return asked.tokens.list(listing, tenant=tenant)


@shows(tokens, "revoke", _TOKEN)
def revoke_token(
    asked: Client,
    token: Annotated[str, typer.Argument(metavar="ID", help="The token's id, not its secret.")],
    tenant: InTenant = None,
) -> Token:
    """Revoke a token; in effect within a second.

    Example: armillary tokens revoke 01jdfx0000000000000000000c
    """
    return asked.tokens.revoke(token, tenant=tenant)


def _typed_token() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Token", hide_input=True, err=True))
    return sys.stdin.readline()
