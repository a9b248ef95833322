"""Commands of tenants, teams, environments, principals, quotas and the audit log."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from armillary._requests import Listing
from armillary.cli.commands import lists, shows
from armillary.cli.failure import BROKEN, Refused
from armillary.cli.options import AsJson, InTenant, client
from armillary.cli.output import View, show
from armillary.client import Client
from armillary.types import AuditEvent, Environment, Page, Principal, Quotas, Team, Tenant

tenants = typer.Typer(help="Tenants: usually one customer each. For operators.")
teams = typer.Typer(help="Teams: people of the operator who build models. For operators.")
environments = typer.Typer(help="Environments: the rungs that a version climbs.")
principals = typer.Typer(help="Principals: users and service accounts of a tenant.")
quotas = typer.Typer(help="Quotas: what a tenant may use, and what it uses.")
audit = typer.Typer(help="The log of changes, hash-chained for each tenant.")

_LIMITS = ("models", "versions", "stored_bytes", "principals", "tokens", "requests_per_second")
_TENANT = View(
    ("name", "display_name", "state", "created_at", "id"),
    table=("name", "display_name", "state", "created_at"),
)
_TEAM = View(
    ("name", "display_name", "created_at", "id"), table=("name", "display_name", "created_at")
)
_ENVIRONMENT = View(("name", "rung"))
_PRINCIPAL = View(
    ("name", "kind", "role", "manager", "created_at", "id"),
    table=("name", "kind", "role", "manager", "created_at"),
)
_EVENT = View(
    ("sequence", "at", "by_name", "action", "object_kind", "object_name", "request_id"),
    table=("sequence", "at", "by_name", "action", "object_name"),
)
_VERIFICATION = View(("verified", "events", "head", "first_broken"))


def _used_of_limits(quota: dict[str, Any]) -> dict[str, Any]:
    used, limits = quota["used"], quota["limits"]
    return {
        name: f"{used[name]:,} of {limits[name]:,}" if name in used else f"{limits[name]:,}"
        for name in limits
    }


_QUOTAS = View((*_LIMITS, "updated_at"), more=_used_of_limits)

TenantName = Annotated[str, typer.Argument(metavar="TENANT")]
DisplayName = Annotated[str | None, typer.Option("--display-name", help="For people.")]


@shows(tenants, "create", _TENANT)
def create_tenant(asked: Client, name: TenantName, display_name: DisplayName = None) -> Tenant:
    """Create a tenant.

    Example: armillary tenants create acme --display-name "Acme Telecom"
    """
    return asked.tenants.create(name, display_name)


@lists(tenants, _TENANT, filters="name, display_name, state", sorts="name, created_at, updated_at")
def list_tenants(asked: Client, listing: Listing) -> Page[Tenant]:
    """List tenants.

    Example: armillary tenants list --filter "state = 'suspended'"
    """
    return asked.tenants.list(listing)


@shows(tenants, "get", _TENANT)
def get_tenant(asked: Client, name: TenantName) -> Tenant:
    """Show one tenant.

    Example: armillary tenants get acme
    """
    return asked.tenants.get(name)


@shows(tenants, "suspend", _TENANT)
def suspend_tenant(asked: Client, name: TenantName) -> Tenant:
    """Suspend a tenant: its tokens are refused, nothing is deleted.

    Example: armillary tenants suspend acme
    """
    return asked.tenants.suspend(name)


@shows(tenants, "activate", _TENANT)
def activate_tenant(asked: Client, name: TenantName) -> Tenant:
    """Make a suspended tenant active again.

    Example: armillary tenants activate acme
    """
    return asked.tenants.activate(name)


@shows(teams, "create", _TEAM)
def create_team(
    asked: Client,
    name: Annotated[str, typer.Argument(metavar="TEAM")],
    display_name: DisplayName = None,
) -> Team:
    """Create a team.

    Example: armillary teams create research
    """
    return asked.teams.create(name, display_name)


@lists(teams, _TEAM, filters="name, display_name", sorts="name, created_at")
def list_teams(asked: Client, listing: Listing) -> Page[Team]:
    """List teams.

    Example: armillary teams list --sort "created_at DESC"
    """
    return asked.teams.list(listing)


@lists(environments, _ENVIRONMENT, filters="name", sorts="rung, name")
def list_environments(asked: Client, listing: Listing) -> Page[Environment]:
    """List environments, the lowest rung first.

    Example: armillary environments list
    """
    return asked.environments.list(listing)


@shows(principals, "create", _PRINCIPAL)
def create_principal(
    asked: Client,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    role: Annotated[str, typer.Option(help="At or below your own.")],
    kind: Annotated[str | None, typer.Option(help="user or service; default user.")] = None,
    manager: Annotated[str | None, typer.Option(help="A principal of the same tenant.")] = None,
    tenant: InTenant = None,
) -> Principal:
    """Create a user or a service account.

    A token for it: armillary tokens create --principal NAME

    Example: armillary principals create ada@acme.example --role scientist --tenant acme
    """
    return asked.principals.create(name, role, kind=kind, manager=manager, tenant=tenant)


@lists(principals, _PRINCIPAL, filters="name, kind, role", sorts="name, created_at")
def list_principals(asked: Client, listing: Listing, tenant: InTenant = None) -> Page[Principal]:
    """List principals.

    Example: armillary principals list --tenant acme --filter "role = 'scientist'"
    """
    return asked.principals.list(listing, tenant=tenant)


@shows(quotas, "get", _QUOTAS)
def get_quotas(asked: Client, tenant: InTenant = None) -> Quotas:
    """Show the limits of a tenant and what it uses of them.

    Example: armillary quotas get --tenant acme
    """
    return asked.quotas.get(tenant=tenant)


@shows(quotas, "set", _QUOTAS)
def set_quotas(
    asked: Client,
    limit: Annotated[
        list[str], typer.Argument(metavar="NAME=NUMBER...", help=f"Of {', '.join(_LIMITS)}.")
    ],
    tenant: InTenant = None,
) -> Quotas:
    """Change some limits of a tenant; the others stay. For operators.

    Example: armillary quotas set models=500 requests_per_second=50 --tenant acme
    """
    return asked.quotas.set(tenant=tenant, **dict(_limit(text) for text in limit))


@lists(
    audit,
    _EVENT,
    filters="action, by_name, object_kind, object, object_name",
    sorts="sequence",
)
def list_audit(asked: Client, listing: Listing, tenant: InTenant = None) -> Page[AuditEvent]:
    """List what was changed and by whom, the newest first. For tenant admins and auditors.

    Example: armillary audit list --filter "action = 'tokens.create'"
    """
    return asked.audit.list(listing, tenant=tenant)


@audit.command("verify")
def verify_audit(context: typer.Context, tenant: InTenant = None, json: AsJson = False) -> None:
    """Check that the chain of audit events is whole; exits with 9 where it is not.

    Example: armillary audit verify --tenant acme
    """
    with client(context, json) as asked:
        found = asked.audit.verify(tenant=tenant)
        show(found, json, _VERIFICATION)
    if not found.verified:
        sys.exit(BROKEN)


def _limit(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in _LIMITS or not number.isdecimal():
        raise Refused(
            f"{text!r} is no limit: NAME=NUMBER with a whole number, NAME of {', '.join(_LIMITS)}"
        )
    return name, int(number)
