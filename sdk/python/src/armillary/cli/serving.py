"""Commands of models, versions, deployments and predictions."""

# ruff: noqa: PLR0913, PLR0917 -- a command's options are its parameters

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from armillary.cli.failure import refuse
from armillary.cli.options import (
    AsJson,
    CursorOption,
    ExpectedVersion,
    FilterOption,
    InEnvironment,
    InTenant,
    LimitOption,
    SortOption,
    client,
    listing,
)
from armillary.cli.output import busy, print_json, show, show_page
from armillary.types import Page, Predictions, document

models = typer.Typer(help="Models: registered, each with versions.")
versions = typer.Typer(help="Versions: immutable, in the uniform format (ONNX).")
deployments = typer.Typer(help="Deployments: which version is live, in which environment.")

_MODEL = ("name", "kind", "latest_version", "versions", "updated_at", "id")
_VERSION = ("model", "number", "kind", "state", "size_bytes", "size_class", "digest", "created_at")
_DEPLOYMENT = (
    "model",
    "environment",
    "sequence",
    "action",
    "state",
    "version",
    "previous_version",
    "at",
    "by_name",
)

ModelName = Annotated[str, typer.Argument(metavar="MODEL")]
VersionNumber = Annotated[int, typer.Argument(metavar="NUMBER", min=1)]


@models.command("register")
def register_model(
    context: typer.Context,
    name: ModelName,
    file: Annotated[Path, typer.Argument(metavar="FILE.onnx", exists=True, dir_okay=False)],
    kind: Annotated[str | None, typer.Option(help="Of a new model; default tabular.")] = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Register an ONNX file as a new version. A fitted pipeline becomes such a file by
    armillary.conversion.convert(pipeline, frame).save("churn.onnx").

    Example: armillary models register churn churn.onnx --kind tabular
    """
    with client(context, json) as asked:
        content = _checked(file, json)
        with busy(f"Uploading {file} ({len(content):,} bytes)"):
            version = asked.models.register(name, content, kind=kind, tenant=tenant)
        show(version, json, _VERSION)


@models.command("list")
def list_models(
    context: typer.Context,
    tenant: InTenant = None,
    filter: FilterOption = None,  # noqa: A002
    sort: SortOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """List models.

    Example: armillary models list --filter "name LIKE 'ch%'"
    """
    with client(context, json) as asked:
        page = asked.models.list(listing(filter, sort, limit, cursor), tenant=tenant)
        show_page(page, json, _MODEL)


@models.command("get")
def get_model(
    context: typer.Context, name: ModelName, tenant: InTenant = None, json: AsJson = False
) -> None:
    """Show one model.

    Example: armillary models get churn
    """
    with client(context, json) as asked:
        show(asked.models.get(name, tenant=tenant), json, _MODEL)


@versions.command("list")
def list_versions(
    context: typer.Context,
    model: ModelName,
    tenant: InTenant = None,
    filter: FilterOption = None,  # noqa: A002
    sort: SortOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """List the versions of a model, the newest first.

    Example: armillary versions list churn
    """
    with client(context, json) as asked:
        page = asked.versions.list(model, listing(filter, sort, limit, cursor), tenant=tenant)
        show_page(page, json, _VERSION)


@versions.command("get")
def get_version(
    context: typer.Context,
    model: ModelName,
    number: VersionNumber,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Show one version: state, admission, signature.

    Example: armillary versions get churn 1 --json | jq .signature
    """
    with client(context, json) as asked:
        show(asked.versions.get(model, number, tenant=tenant), json, (*_VERSION, "admission"))


@versions.command("download")
def download_version(
    context: typer.Context,
    model: ModelName,
    number: VersionNumber,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: MODEL-N.onnx")
    ] = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Download the bytes of a version; their digest is checked.

    Example: armillary versions download churn 1 --output churn.onnx
    """
    path = output or Path(f"{model.replace('/', '_')}-{number}.onnx")
    with client(context, json) as asked, busy(f"Downloading {model} {number}"):
        content = asked.versions.download(model, number, tenant=tenant)
    path.write_bytes(content)
    show({"file": str(path), "size_bytes": len(content)}, json, ("file", "size_bytes"))


@deployments.command("create")
def create_deployment(
    context: typer.Context,
    model: ModelName,
    version: Annotated[int, typer.Option("--version", min=1, help="The version to make live.")],
    expected_version: ExpectedVersion = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Make a version live.

    Example: armillary deployments create churn --version 1
    """
    with client(context, json) as asked:
        made = asked.deployments.create(
            model,
            version,
            expected_version=expected_version,
            environment=environment,
            tenant=tenant,
        )
        show(made, json, _DEPLOYMENT)


@deployments.command("list")
def list_deployments(
    context: typer.Context,
    environment: InEnvironment = None,
    tenant: InTenant = None,
    filter: FilterOption = None,  # noqa: A002
    sort: SortOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """List what is deployed: the last entry of each model.

    Example: armillary deployments list --environment research
    """
    with client(context, json) as asked:
        page = asked.deployments.list(
            listing(filter, sort, limit, cursor), environment=environment, tenant=tenant
        )
        show_page(page, json, _DEPLOYMENT)


@deployments.command("get")
def get_deployment(
    context: typer.Context,
    model: ModelName,
    environment: InEnvironment = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Show what is live of a model.

    Example: armillary deployments get churn
    """
    with client(context, json) as asked:
        found = asked.deployments.get(model, environment=environment, tenant=tenant)
        show(found, json, _DEPLOYMENT)


@deployments.command("history")
def show_history(
    context: typer.Context,
    model: ModelName,
    at: Annotated[str | None, typer.Option(help="Only what was in force then; RFC 3339.")] = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    json: AsJson = False,
) -> None:
    """Show what was live when, the newest first.

    Example: armillary deployments history churn --at 2026-11-24T10:00:00Z
    """
    with client(context, json) as asked:
        page = asked.deployments.history(
            model,
            at=at,
            listing=listing(None, None, limit, cursor),
            environment=environment,
            tenant=tenant,
        )
        show_page(page, json, _DEPLOYMENT)


@deployments.command("rollback")
def roll_back(
    context: typer.Context,
    model: ModelName,
    expected_version: ExpectedVersion = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Go back to the version that was live before; a new entry in the log.

    Example: armillary deployments rollback churn
    """
    with client(context, json) as asked:
        made = asked.deployments.rollback(
            model, expected_version=expected_version, environment=environment, tenant=tenant
        )
        show(made, json, _DEPLOYMENT)


@deployments.command("stop")
def stop_deployment(
    context: typer.Context,
    model: ModelName,
    expected_version: ExpectedVersion = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Stop answering for a model.

    Example: armillary deployments stop churn
    """
    with client(context, json) as asked:
        made = asked.deployments.stop(
            model, expected_version=expected_version, environment=environment, tenant=tenant
        )
        show(made, json, _DEPLOYMENT)


def predict(
    context: typer.Context,
    model: ModelName,
    record: Annotated[
        str,
        typer.Option("--record", metavar="JSON|@FILE|@-", help="A record or an array of records."),
    ],
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Ask the live version of a model.

    Example: armillary predict churn --record @customer.json
    """
    records = _records(record, json)
    with client(context, json) as asked:
        answer = asked.predict(model, records, tenant=tenant)
    if json:
        print_json(document(answer))
        return
    _show_predictions(answer)


def _show_predictions(answer: Predictions) -> None:
    rows = tuple(
        {"row": position, **_flat(document(item))}
        for position, item in enumerate(answer.predictions)
    )
    columns = list(dict.fromkeys(name for row in rows for name in row))
    show_page(Page(rows, len(rows), True), False, columns)
    for name, found in (
        ("missing", answer.missing_columns),
        ("unknown", answer.unknown_columns),
    ):
        if found:
            sys.stderr.write(f"{name} columns: {', '.join(found)}\n")
    sys.stderr.write(f"answered by version {answer.version}, request {answer.request_id}\n")


def _flat(prediction: dict[str, Any]) -> dict[str, Any]:
    probabilities = prediction.pop("probabilities", None)
    if isinstance(probabilities, dict):
        return {**prediction, **{f"p({k})": f"{v:.6g}" for k, v in probabilities.items()}}
    return prediction if probabilities is None else {**prediction, "probabilities": probabilities}


def _records(text: str, as_json: bool) -> list[dict[str, Any]]:
    try:
        if text == "@-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            text = Path(text[1:]).read_text(encoding="utf-8")
        found = json_text.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number)
    except (OSError, ValueError) as error:
        refuse(f"--record cannot be read: {error}", "Give JSON, or @ and a file of JSON.", as_json)
        raise AssertionError from error
    if isinstance(found, dict):
        found = found.get("records", [found])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        refuse("--record is no JSON object and no array of objects",
               'For example: --record \'{"tenure": 12}\'', as_json)  # fmt: skip
    return list(found)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the key {name!r} is there twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON")


def _checked(file: Path, as_json: bool) -> bytes:
    """The file, with a signature where the converter is installed and can tell one."""
    content = file.read_bytes()
    try:
        from armillary.conversion import ConversionError
        from armillary.conversion.onnx_file import described
    except ImportError:
        return content
    try:
        return described(content)
    except ConversionError as error:
        refuse(f"{file}: {error}", "Nothing was sent.", as_json)
        raise
