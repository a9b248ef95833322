"""Commands of tenants, teams, tokens and the audit log."""

# ruff: noqa: PLR0913, PLR0917 -- a command's options are its parameters

from __future__ import annotations

import sys
from typing import Annotated

import typer

from armillary.cli.failure import BROKEN
from armillary.cli.options import (
    AsJson,
    CursorOption,
    FilterOption,
    InTenant,
    LimitOption,
    SortOption,
    client,
    listing,
)
from armillary.cli.output import show, show_page

tenants = typer.Typer(help="Tenants: usually one customer each. For operators.")
teams = typer.Typer(help="Teams: people of the operator who build models. For operators.")
tokens = typer.Typer(help="Tokens: who may ask, and for what.")
audit = typer.Typer(help="The log of changes, hash-chained for each tenant.")

_TENANT = ("name", "display_name", "state", "created_at", "id")
_TEAM = ("name", "display_name", "created_at", "id")
_TOKEN = ("id", "principal_name", "role", "environment", "state", "expires_at", "last_used_at")
_NEW_TOKEN = ("token", "id", "principal_name", "role", "environment", "expires_at")
_EVENT = ("sequence", "at", "by_name", "action", "object_kind", "object_name", "request_id")

TenantName = Annotated[str, typer.Argument(metavar="TENANT")]
DisplayName = Annotated[str | None, typer.Option("--display-name", help="For people.")]


@tenants.command("create")
def create_tenant(
    context: typer.Context, name: TenantName, display_name: DisplayName = None, json: AsJson = False
) -> None:
    """Create a tenant.

    Example: armillary tenants create acme --display-name "Acme Telecom"
    """
    with client(context, json) as asked:
        show(asked.tenants.create(name, display_name), json, _TENANT)


@tenants.command("list")
def list_tenants(
    context: typer.Context,
    filter: FilterOption = None,  # noqa: A002
    sort: SortOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """List tenants.

    Example: armillary tenants list --filter "state = 'suspended'"
    """
    with client(context, json) as asked:
        show_page(asked.tenants.list(listing(filter, sort, limit, cursor)), json, _TENANT)


@tenants.command("get")
def get_tenant(context: typer.Context, name: TenantName, json: AsJson = False) -> None:
    """Show one tenant.

    Example: armillary tenants get acme
    """
    with client(context, json) as asked:
        show(asked.tenants.get(name), json, _TENANT)


@tenants.command("suspend")
def suspend_tenant(context: typer.Context, name: TenantName, json: AsJson = False) -> None:
    """Suspend a tenant: its tokens are refused, nothing is deleted.

    Example: armillary tenants suspend acme
    """
    with client(context, json) as asked:
        show(asked.tenants.suspend(name), json, _TENANT)


@tenants.command("activate")
def activate_tenant(context: typer.Context, name: TenantName, json: AsJson = False) -> None:
    """Make a suspended tenant active again.

    Example: armillary tenants activate acme
    """
    with client(context, json) as asked:
        show(asked.tenants.activate(name), json, _TENANT)


@teams.command("create")
def create_team(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TEAM")],
    display_name: DisplayName = None,
    json: AsJson = False,
) -> None:
    """Create a team.

    Example: armillary teams create research
    """
    with client(context, json) as asked:
        show(asked.teams.create(name, display_name), json, _TEAM)


@teams.command("list")
def list_teams(context: typer.Context, json: AsJson = False) -> None:
    """List teams.

    Example: armillary teams list --json
    """
    with client(context, json) as asked:
        show_page(asked.teams.list(), json, _TEAM)


@tokens.command("create")
def create_token(
    context: typer.Context,
    role: Annotated[str | None, typer.Option(help="Default: the owner's role.")] = None,
    principal: Annotated[str | None, typer.Option(help="Whose it is; default: yours.")] = None,
    environment: Annotated[str | None, typer.Option(help="Default: research.")] = None,
    model: Annotated[list[str] | None, typer.Option(help="For callers; repeatable.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="Narrows; repeatable.")] = None,
    expires_in: Annotated[int | None, typer.Option(help="Seconds; default 90 days.")] = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Create a token. Its secret is shown this once.

    Example: armillary tokens create --tenant acme --role scientist --json | jq -r .token
    """
    with client(context, json) as asked:
        created = asked.tokens.create(
            role=role,
            principal=principal,
            environment=environment,
            scopes=scope or None,
            models=model or None,
            expires_in_seconds=expires_in,
            tenant=tenant,
        )
        show(created, json, _NEW_TOKEN)


@tokens.command("list")
def list_tokens(
    context: typer.Context,
    tenant: InTenant = None,
    filter: FilterOption = None,  # noqa: A002
    sort: SortOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """List tokens, without their secrets.

    Example: armillary tokens list --tenant acme --filter "state = 'active'"
    """
    with client(context, json) as asked:
        page = asked.tokens.list(listing(filter, sort, limit, cursor), tenant=tenant)
        show_page(page, json, _TOKEN)


@tokens.command("revoke")
def revoke_token(
    context: typer.Context,
    token: Annotated[str, typer.Argument(metavar="ID", help="The token's id, not its secret.")],
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Revoke a token; in effect within a second.

    Example: armillary tokens revoke k3v9q2
    """
    with client(context, json) as asked:
        show(asked.tokens.revoke(token, tenant=tenant), json, _TOKEN)


@audit.command("list")
def list_audit(
    context: typer.Context,
    tenant: InTenant = None,
    filter: FilterOption = None,  # noqa: A002
    sort: SortOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """List what was changed and by whom, the newest first.

    Example: armillary audit list --tenant acme --filter "action = 'tokens.create'"
    """
    with client(context, json) as asked:
        page = asked.audit.list(listing(filter, sort, limit, cursor), tenant=tenant)
        show_page(page, json, _EVENT)


@audit.command("verify")
def verify_audit(context: typer.Context, tenant: InTenant = None, json: AsJson = False) -> None:
    """Check that the chain of audit events is whole; exits with 9 where it is not.

    Example: armillary audit verify --tenant acme
    """
    with client(context, json) as asked:
        found = asked.audit.verify(tenant=tenant)
    show(found, json, ("verified", "events", "head", "first_broken"))
    if not found.verified:
        sys.exit(BROKEN)
