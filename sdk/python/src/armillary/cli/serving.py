"""Commands of models, versions and deployments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from armillary._requests import Listing
from armillary.cli.commands import lists, shows
from armillary.cli.failure import Refused
from armillary.cli.options import (
    ExpectedVersion,
    InEnvironment,
    InTenant,
    ModelName,
    VersionNumber,
)
from armillary.cli.output import View, busy
from armillary.client import Client
from armillary.types import Deployment, Model, Page, Version, VersionSummary

models = typer.Typer(help="Models: registered, each with versions.")
versions = typer.Typer(help="Versions: immutable, in the uniform format (ONNX).")
deployments = typer.Typer(help="Deployments: which version is live, in which environment.")


def _in_words(version: dict[str, Any]) -> dict[str, Any]:
    """Admission and signature as one line each."""
    found: dict[str, Any] = {
        "admission": [f"{s['step']} {s['state']}" for s in version["admission"]]
    }
    signature = version.get("signature")
    if signature is not None:
        found["takes"] = [_column(column) for column in signature["columns"]]
        found["answers"] = list(signature["outputs"])
        found["classes"] = signature.get("classes")
    return found


def _column(column: dict[str, Any]) -> str:
    words = [column["name"], column["type"]]
    words += [f"x{column['size']}"] if "size" in column else []
    words += [] if column["required"] else ["or absent"]
    return " ".join([*words, *(["or null"] if column.get("nullable") else [])])


_MODEL = View(
    ("name", "kind", "latest_version", "versions", "updated_at", "id"),
    table=("name", "kind", "latest_version", "versions", "updated_at"),
)
_VERSION = View(
    ("model", "number", "kind", "state", "size_bytes", "size_class", "digest", "created_at"),
    table=("number", "kind", "state", "size_bytes", "size_class", "created_at"),
)
_WHOLE_VERSION = View(
    (*_VERSION.columns, "admission", "takes", "answers", "classes"), more=_in_words
)
_DEPLOYMENT = View(
    (
        "model",
        "environment",
        "sequence",
        "action",
        "state",
        "version",
        "previous_version",
        "at",
        "by_name",
    ),
    table=("model", "environment", "version", "state", "action", "at", "by_name"),
)
_HISTORY = View(
    _DEPLOYMENT.columns, table=("sequence", "action", "version", "state", "at", "by_name")
)


@shows(models, "register", _VERSION)
def register_model(
    asked: Client,
    name: ModelName,
    file: Annotated[Path, typer.Argument(metavar="FILE.onnx", exists=True, dir_okay=False)],
    kind: Annotated[str | None, typer.Option(help="Of a new model; default tabular.")] = None,
    tenant: InTenant = None,
) -> Version:
    """Register an ONNX file as a new version.

    A fitted pipeline becomes such a file by
    armillary.conversion.convert(pipeline, frame).save("churn.onnx").

    Example: armillary models register churn churn.onnx --kind tabular
    """
    content = file.read_bytes()
    with busy(f"Uploading {file} ({len(content):,} bytes)"):
        return _registered(asked, name, content, kind, tenant)


@lists(models, _MODEL, filters="name, kind", sorts="name, created_at, updated_at")
def list_models(asked: Client, listing: Listing, tenant: InTenant = None) -> Page[Model]:
    """List models.

    Example: armillary models list --filter "name LIKE 'ch%'"
    """
    return asked.models.list(listing, tenant=tenant)


@shows(models, "get", _MODEL)
def get_model(asked: Client, name: ModelName, tenant: InTenant = None) -> Model:
    """Show one model.

    Example: armillary models get churn
    """
    return asked.models.get(name, tenant=tenant)


@lists(
    versions,
    _VERSION,
    filters="state, size_class, digest",
    sorts="number, created_at, size_bytes",
)
def list_versions(
    asked: Client, listing: Listing, model: ModelName, tenant: InTenant = None
) -> Page[VersionSummary]:
    """List the versions of a model, the newest first.

    Example: armillary versions list churn --filter "state = 'servable'"
    """
    return asked.versions.list(model, listing, tenant=tenant)


@shows(versions, "get", _WHOLE_VERSION)
def get_version(
    asked: Client, model: ModelName, number: VersionNumber, tenant: InTenant = None
) -> Version:
    """Show one version: its state, its admission, and what it takes and answers.

    Example: armillary versions get churn 1 --json | jq .signature
    """
    return asked.versions.get(model, number, tenant=tenant)


@shows(versions, "download", View(("file", "size_bytes")))
def download_version(
    asked: Client,
    model: ModelName,
    number: VersionNumber,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: MODEL-N.onnx")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    tenant: InTenant = None,
) -> dict[str, Any]:
    """Download the bytes of a version; their digest is checked.

    Example: armillary versions download churn 1 --output churn.onnx
    """
    path = output or Path(f"{model.replace('/', '_')}-{number}.onnx")
    if path.exists() and not force:
        raise Refused(f"{path} is there already", "Choose another --output, or give --force.")
    with busy(f"Downloading {model} {number}"):
        content = asked.versions.download(model, number, tenant=tenant)
    with path.open("wb" if force else "xb") as file:
        file.write(content)
    return {"file": str(path), "size_bytes": len(content)}


@shows(deployments, "create", _DEPLOYMENT)
def create_deployment(
    asked: Client,
    model: ModelName,
    version: Annotated[int, typer.Option("--version", min=1, help="The version to make live.")],
    expected_version: ExpectedVersion = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
) -> Deployment:
    """Make a version live.

    Example: armillary deployments create churn --version 1
    """
    return asked.deployments.create(
        model, version, expected_version=expected_version, environment=environment, tenant=tenant
    )


@lists(deployments, _DEPLOYMENT, filters="model, state, action, by_name", sorts="model, at")
def list_deployments(
    asked: Client, listing: Listing, environment: InEnvironment = None, tenant: InTenant = None
) -> Page[Deployment]:
    """List what is deployed: the last entry of each model.

    Example: armillary deployments list --filter "state = 'live'" --environment research
    """
    return asked.deployments.list(listing, environment=environment, tenant=tenant)


@shows(deployments, "get", _DEPLOYMENT)
def get_deployment(
    asked: Client, model: ModelName, environment: InEnvironment = None, tenant: InTenant = None
) -> Deployment:
    """Show what is live of a model.

    Example: armillary deployments get churn
    """
    return asked.deployments.get(model, environment=environment, tenant=tenant)


@lists(deployments, _HISTORY, name="history", filters="action, state, by_name", sorts="sequence")
def list_history(
    asked: Client,
    listing: Listing,
    model: ModelName,
    at: Annotated[str | None, typer.Option(help="Only what was in force then; RFC 3339.")] = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
) -> Page[Deployment]:
    """Show what was live when, the newest first.

    Example: armillary deployments history churn --at 2026-11-24T10:00:00Z
    """
    return asked.deployments.history(
        model, at=at, listing=listing, environment=environment, tenant=tenant
    )


@shows(deployments, "rollback", _DEPLOYMENT)
def roll_back(
    asked: Client,
    model: ModelName,
    expected_version: ExpectedVersion = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
) -> Deployment:
    """Go back to the version that was live before; a new entry in the log.

    Example: armillary deployments rollback churn
    """
    return asked.deployments.rollback(
        model, expected_version=expected_version, environment=environment, tenant=tenant
    )


@shows(deployments, "stop", _DEPLOYMENT)
def stop_deployment(
    asked: Client,
    model: ModelName,
    expected_version: ExpectedVersion = None,
    environment: InEnvironment = None,
    tenant: InTenant = None,
) -> Deployment:
    """Stop answering for a model.

    Example: armillary deployments stop churn
    """
    return asked.deployments.stop(
        model, expected_version=expected_version, environment=environment, tenant=tenant
    )


def _registered(
    asked: Client, name: str, content: bytes, kind: str | None, tenant: str | None
) -> Version:
    """The new version; where the converter is installed it looks at the file first."""
    refusals: tuple[type[Exception], ...] = ()
    try:
        from armillary.conversion.errors import ConversionError

        refusals = (ConversionError,)
    except ModuleNotFoundError:
        pass
    try:
        return asked.models.register(name, content, kind=kind, tenant=tenant)
    except refusals as error:
        raise Refused(str(error), "Nothing was sent.") from error
