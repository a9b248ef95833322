"""What the server answers, as frozen values. Fields that a newer server adds are ignored."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, Union

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Tenant:
    """The isolation boundary: usually one customer. ``state``: active, suspended, being_deleted."""

    id: str
    name: str
    state: str
    created_at: str
    updated_at: str
    can: tuple[str, ...] = ()
    display_name: str | None = None


@dataclass(frozen=True)
class Team:
    """People of the operator who build models."""

    id: str
    name: str
    created_at: str
    can: tuple[str, ...] = ()
    display_name: str | None = None


@dataclass(frozen=True)
class Environment:
    """A rung of the ladder research, staging, production."""

    name: str
    rung: int
    can: tuple[str, ...] = ()


@dataclass(frozen=True)
class Principal:
    """A user or a service account of one tenant."""

    id: str
    name: str
    kind: str
    role: str
    created_at: str
    can: tuple[str, ...] = ()
    manager: str | None = None


@dataclass(frozen=True)
class Token:
    """A token without its secret. ``state``: active, expired, revoked. Times are RFC 3339, UTC."""

    id: str
    principal: str
    principal_name: str
    role: str
    environment: str
    state: str
    created_at: str
    created_by: str
    expires_at: str
    can: tuple[str, ...] = ()
    scopes: tuple[str, ...] | None = None
    models: tuple[str, ...] | None = None
    last_used_at: str | None = None
    revoked_at: str | None = None


@dataclass(frozen=True)
class NewToken(Token):
    """A token with its secret, shown this once."""

    token: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True)
class SignInLink:
    """A one-time link to sign in, shown this once: ``path`` with the code, under the server's
    address. Whoever has it signs in.
    """

    expires_at: str
    code: str = dataclasses.field(repr=False)
    path: str = dataclasses.field(repr=False)


@dataclass(frozen=True)
class BrowserSession:
    """That a person is signed in, in one browser. Times are RFC 3339, UTC."""

    id: str
    created_at: str
    seen_at: str
    ends_at: str
    user_agent: str
    remote_address: str
    is_current: bool
    can: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What the identity provider calls a machine, and the service account that it is let in as."""

    id: str
    principal_name: str
    role: str
    issuer: str
    subject: str
    models: tuple[str, ...] = ()
    can: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhoAmI:
    """Whom a token belongs to and what it may do."""

    principal: str
    name: str
    kind: str
    tenant: str
    tenant_state: str
    environment: str
    role: str
    token: str
    permissions: tuple[str, ...]
    expires_at: str | None = None
    models: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Quotas:
    """What a tenant may use and what it uses, by name: models, versions, stored_bytes ..."""

    limits: Json
    used: Json
    updated_at: str
    can: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditEvent:
    """One change, hash-chained within its tenant."""

    id: str
    sequence: int
    at: str
    by: str
    by_name: str
    action: str
    object_kind: str
    object: str
    details: Json
    request_id: str
    previous_hash: str
    hash: str
    can: tuple[str, ...] = ()
    object_name: str | None = None


@dataclass(frozen=True)
class AuditVerification:
    """Whether a tenant's chain of audit events is whole."""

    verified: bool
    events: int
    head: str
    first_broken: int | None = None


@dataclass(frozen=True)
class Model:
    """A registered model of a tenant."""

    id: str
    name: str
    kind: str
    latest_version: int
    versions: int
    created_at: str
    updated_at: str
    created_by: str
    can: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tensor:
    """A graph's input or output; -1 in ``shape`` is any length."""

    name: str
    datatype: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class AdmissionStep:
    """One step that a version passes before it may be served."""

    step: str
    state: str
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class VersionSummary:
    """What a list says of a version. ``state``: logged, checking, servable, refused."""

    id: str
    model: str
    number: int
    kind: str
    state: str
    size_bytes: int
    size_class: str
    digest: str
    created_at: str
    created_by: str
    admission: tuple[AdmissionStep, ...] = ()
    can: tuple[str, ...] = ()


@dataclass(frozen=True)
class Version(VersionSummary):
    """An immutable version of a model, with what it takes and gives."""

    inputs: tuple[Tensor, ...] = ()
    outputs: tuple[Tensor, ...] = ()
    signature: Json | None = None
    example_rows: int | None = None


@dataclass(frozen=True)
class Deployment:
    """One entry of the log of deployments. ``action``: deploy, rollback, stop."""

    id: str
    model: str
    environment: str
    sequence: int
    state: str
    action: str
    at: str
    by: str
    by_name: str
    signature: str
    can: tuple[str, ...] = ()
    version: int | None = None
    previous_version: int | None = None
    digest: str | None = None


@dataclass(frozen=True)
class ChangeEvent:
    """What changed somewhere: what to read again, not what it is now. ``kind`` is what was done,
    such as deployments.create. Two kinds are the stream's own: ``resync``, some changes were
    missed, so read again all that you show; ``dropped``, the topic may not be read any more.
    """

    topic: str
    id: int
    kind: str
    object: str = ""
    revision: int = 0
    at: str = ""
    name: str | None = None
    tenant: str | None = None
    environment: str | None = None


@dataclass(frozen=True)
class Prediction:
    """``label`` and ``probabilities`` of a classification, ``value`` of a regression."""

    label: str | int | None = None
    probabilities: Any = None
    value: float | None = None


@dataclass(frozen=True)
class Predictions:
    """One prediction for each record, and the version that answered."""

    model: str
    version: int
    request_id: str
    predictions: tuple[Prediction, ...]
    missing_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; ``next_cursor`` is None on the last."""

    items: tuple[T, ...]
    total: int
    total_is_exact: bool
    next_cursor: str | None = None


def parsed(kind: type[T], document: Json) -> T:
    """The value of that kind in a JSON object. Raises ValueError where a field is lacking."""
    hints = typing.get_type_hints(kind)
    values: Json = {}
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        if field.name in document:
            values[field.name] = _value(hints[field.name], document[field.name])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise ValueError(f"{kind.__name__} lacks {field.name!r}")
    return kind(**values)


def parsed_page(kind: type[T], document: Json) -> Page[T]:
    """A page of values. Raises ValueError where it is none."""
    try:
        return Page(
            items=tuple(parsed(kind, item) for item in document["items"]),
            total=int(document["total"]),
            total_is_exact=bool(document["total_is_exact"]),
            next_cursor=document.get("next_cursor"),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a page: {error!r}") from error


def document(value: Any) -> Any:
    """A value as the JSON that the server sent, fields without a value left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: document(item) for name, item in pairs if item is not None}
    if isinstance(value, tuple | list):
        return [document(item) for item in value]
    return value


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        plain = [option for option in typing.get_args(hint) if option is not types.NoneType]
        return _value(plain[0], value) if len(plain) == 1 else value
    if origin is tuple:
        return tuple(_value(typing.get_args(hint)[0], item) for item in value)
    if dataclasses.is_dataclass(hint):
        return parsed(typing.cast(type[Any], hint), value)
    return value
