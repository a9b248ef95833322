"""Commands of machines that come with tokens of the identity provider."""

from __future__ import annotations

from typing import Annotated

import typer

from armillary._requests import Listing
from armillary.cli.commands import lists, shows
from armillary.cli.options import AsJson, InTenant, client
from armillary.cli.output import View, print_json
from armillary.client import Client
from armillary.types import Page, Subject

subjects = typer.Typer(help="Subjects: machines that the identity provider vouches for.")

_SUBJECT = View(
    ("principal_name", "role", "subject", "issuer", "models", "id"),
    table=("principal_name", "role", "subject", "id"),
)


@shows(subjects, "create", _SUBJECT)
def create_subject(
    asked: Client,
    principal: Annotated[str, typer.Argument(metavar="ACCOUNT", help="A service account.")],
    issuer: Annotated[str, typer.Option(help="The identity provider, as the server names it.")],
    subject: Annotated[str, typer.Option(help="The claim `sub` of its tokens.")],
    model: Annotated[list[str] | None, typer.Option(help="For callers; repeatable.")] = None,
    tenant: InTenant = None,
) -> Subject:
    """Let a machine in as a service account.

    Example: armillary subjects create nightly --issuer https://id.example --subject 0oa1b2c3
    """
    return asked.subjects.create(principal, issuer, subject, models=model or None, tenant=tenant)


@lists(
    subjects,
    _SUBJECT,
    filters="principal_name, role, issuer, subject",
    sorts="principal_name, subject",
)
def list_subjects(asked: Client, listing: Listing, tenant: InTenant = None) -> Page[Subject]:
    """List the machines that are let in.

    Example: armillary subjects list --tenant acme
    """
    return asked.subjects.list(listing, tenant=tenant)


@subjects.command("delete")
def delete_subject(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="ID", help="As `subjects list` shows it.")],
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Let a machine in no more; in effect within a second. The service account stays.

    Example: armillary subjects delete 01jdfx0000000000000000000e --tenant acme
    """
    with client(context, json) as asked:
        asked.subjects.delete(subject, tenant=tenant)
        if json:
            print_json({"id": subject})
