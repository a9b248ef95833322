"""What a client reaches: one class for each noun of the contract."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from armillary import _requests as requests
from armillary._errors import ConfigurationError, UnexpectedAnswer
from armillary._requests import Listing
from armillary._session import Session
from armillary.types import (
    AuditEvent,
    AuditVerification,
    Deployment,
    Environment,
    Model,
    NewToken,
    Page,
    Principal,
    Team,
    Tenant,
    Token,
    Version,
    VersionSummary,
)
from armillary.types import (
    Quotas as QuotaState,
)


class Resource:
    """A noun; it asks through the session of its client."""

    def __init__(self, session: Session) -> None:
        self._session = session


class Tenants(Resource):
    """The isolation boundaries; for operators."""

    def create(self, name: str, display_name: str | None = None) -> Tenant:
        """A new, active tenant. Raises AlreadyExists where the name is taken."""
        body = {"name": name, "display_name": display_name}
        return self._session.one(Tenant, requests.post("tenants", body=body))

    def list(self, listing: Listing | None = None) -> Page[Tenant]:
        """One page of tenants."""
        return self._session.page(Tenant, listing, "tenants")

    def get(self, name: str) -> Tenant:
        """Raises NotFound."""
        return self._session.one(Tenant, requests.get("tenants", name))

    def suspend(self, name: str) -> Tenant:
        """From now on every token of the tenant is refused."""
        return self._session.one(
            Tenant, requests.patch("tenants", name, body={"state": "suspended"})
        )

    def activate(self, name: str) -> Tenant:
        """Undoes ``suspend``."""
        return self._session.one(Tenant, requests.patch("tenants", name, body={"state": "active"}))


class Teams(Resource):
    """People of the operator who build models; for operators."""

    def create(self, name: str, display_name: str | None = None) -> Team:
        """Raises AlreadyExists where the name is taken."""
        body = {"name": name, "display_name": display_name}
        return self._session.one(Team, requests.post("teams", body=body))

    def list(self, listing: Listing | None = None) -> Page[Team]:
        """One page of teams."""
        return self._session.page(Team, listing, "teams")


class Environments(Resource):
    """The rungs of the ladder."""

    def list(self, listing: Listing | None = None) -> Page[Environment]:
        """One page of environments, the lowest first."""
        return self._session.page(Environment, listing, "environments")


class Principals(Resource):
    """Users and service accounts of a tenant."""

    def create(
        self,
        name: str,
        role: str,
        *,
        kind: str | None = None,
        manager: str | None = None,
        tenant: str | None = None,
    ) -> Principal:
        """A new principal. Raises RoleNotGrantable for a role above one's own."""
        body = {"name": name, "role": role, "kind": kind, "manager": manager}
        request = requests.post("t", self._session.tenant(tenant), "principals", body=body)
        return self._session.one(Principal, request)

    def list(self, listing: Listing | None = None, *, tenant: str | None = None) -> Page[Principal]:
        """One page of principals."""
        where = ("t", self._session.tenant(tenant), "principals")
        return self._session.page(Principal, listing, *where)


class Tokens(Resource):
    """Tokens of a tenant's principals."""

    def create(  # noqa: PLR0913 -- the fields of a token
        self,
        *,
        role: str | None = None,
        principal: str | None = None,
        environment: str | None = None,
        scopes: list[str] | None = None,
        models: list[str] | None = None,
        expires_in_seconds: int | None = None,
        tenant: str | None = None,
    ) -> NewToken:
        """A new token; its secret is in this answer only. Raises SecretShownOnce where the answer
        to an earlier try was lost: revoke that token and create another.
        """
        body = {
            "role": role,
            "principal": principal,
            "environment": environment,
            "scopes": scopes,
            "models": models,
            "expires_in_seconds": expires_in_seconds,
        }
        request = requests.post("t", self._session.tenant(tenant), "tokens", body=body)
        return self._session.one(NewToken, request)

    def list(self, listing: Listing | None = None, *, tenant: str | None = None) -> Page[Token]:
        """One page of tokens, without secrets."""
        return self._session.page(Token, listing, "t", self._session.tenant(tenant), "tokens")

    def revoke(self, token: str, *, tenant: str | None = None) -> Token:
        """By id; in effect within a second."""
        return self._session.one(
            Token, requests.delete("t", self._session.tenant(tenant), "tokens", token)
        )


class Quotas(Resource):
    """What a tenant may use, and what it uses."""

    def get(self, *, tenant: str | None = None) -> QuotaState:
        """The limits and the usage."""
        where = ("t", self._session.tenant(tenant), "quotas")
        return self._session.one(QuotaState, requests.get(*where))

    def set(self, *, tenant: str | None = None, **limits: int) -> QuotaState:
        """Changes the limits that are named and keeps the others; for operators.

        A limit below what is used removes nothing; it stops growth. Raises PreconditionFailed
        where somebody else changed them meanwhile.
        """
        where = ("t", self._session.tenant(tenant), "quotas")
        found, etag = self._session.tagged(QuotaState, requests.get(*where))
        body = dict(found.limits) | limits
        return self._session.one(QuotaState, requests.put(*where, body=body, etag=etag))


class Models(Resource):
    """Registered models."""

    def register(
        self,
        name: str,
        model: Any,
        example: Any = None,
        kind: str | None = None,
        *,
        tenant: str | None = None,
    ) -> Version:
        """A new version, of a new model where the name is new.

        ``model`` is a fitted scikit-learn, LightGBM or XGBoost estimator or pipeline, which is
        converted here with ``example`` (its training data frame, 100 rows or more), or the path or
        bytes of an ONNX file. Raises ConversionError where the conversion cannot be proven right,
        before anything is sent. What the conversion notes comes as ConversionNote warnings.
        """
        content = _content(model, example)
        return self._session.one(
            Version,
            requests.upload(
                "t",
                self._session.tenant(tenant),
                "models",
                name,
                "versions",
                content=content,
                kind=kind,
            ),
        )

    def list(self, listing: Listing | None = None, *, tenant: str | None = None) -> Page[Model]:
        """One page of models."""
        return self._session.page(Model, listing, "t", self._session.tenant(tenant), "models")

    def get(self, name: str, *, tenant: str | None = None) -> Model:
        """Raises NotFound."""
        return self._session.one(
            Model, requests.get("t", self._session.tenant(tenant), "models", name)
        )


class Versions(Resource):
    """Immutable versions of a model."""

    def list(
        self, model: str, listing: Listing | None = None, *, tenant: str | None = None
    ) -> Page[VersionSummary]:
        """One page of versions, the newest first, without inputs, outputs and signature."""
        where = ("t", self._session.tenant(tenant), "models", model, "versions")
        return self._session.page(VersionSummary, listing, *where)

    def get(self, model: str, number: int, *, tenant: str | None = None) -> Version:
        """Raises NotFound."""
        where = ("t", self._session.tenant(tenant), "models", model, "versions", str(number))
        return self._session.one(Version, requests.get(*where))

    def download(self, model: str, number: int, *, tenant: str | None = None) -> bytes:
        """The ONNX bytes, checked against their digest. Raises UnexpectedAnswer if they differ."""
        where = (
            "t",
            self._session.tenant(tenant),
            "models",
            model,
            "versions",
            str(number),
            "content",
        )
        request = requests.get(*where)
        content, digest = self._session.blob(request)
        if digest and digest != requests.digest(content):
            raise UnexpectedAnswer(f"the bytes of {model} {number} do not have the digest {digest}")
        return content


class Deployments(Resource):
    """What is live where: a log for each model and environment.

    ``environment`` is the token's own unless given.
    """

    def create(
        self,
        model: str,
        version: int,
        *,
        expected_version: int | None = None,
        environment: str | None = None,
        tenant: str | None = None,
    ) -> Deployment:
        """Makes a version live. Raises Conflict where ``expected_version`` is not the live one,
        PromotionRequired above research.
        """
        body = {"version": version, "expected_version": expected_version}
        return self._change((model,), body, environment, tenant)

    def rollback(
        self,
        model: str,
        *,
        expected_version: int | None = None,
        environment: str | None = None,
        tenant: str | None = None,
    ) -> Deployment:
        """Back to the version that was live before. Raises NoPreviousVersion."""
        body = {"expected_version": expected_version}
        return self._change((model, "rollback"), body, environment, tenant)

    def stop(
        self,
        model: str,
        *,
        expected_version: int | None = None,
        environment: str | None = None,
        tenant: str | None = None,
    ) -> Deployment:
        """The model answers no more. Raises ModelNotDeployed where it did not."""
        body = {"expected_version": expected_version}
        return self._change((model, "stop"), body, environment, tenant)

    def list(
        self,
        listing: Listing | None = None,
        *,
        environment: str | None = None,
        tenant: str | None = None,
    ) -> Page[Deployment]:
        """One page: the last entry of each model."""
        return self._session.page(Deployment, listing, *self._where(environment, tenant))

    def get(
        self, model: str, *, environment: str | None = None, tenant: str | None = None
    ) -> Deployment:
        """The last entry of a model."""
        return self._session.one(Deployment, requests.get(*self._where(environment, tenant), model))

    def history(
        self,
        model: str,
        *,
        at: str | None = None,
        listing: Listing | None = None,
        environment: str | None = None,
        tenant: str | None = None,
    ) -> Page[Deployment]:
        """All entries, the newest first; with ``at`` (RFC 3339) the one in force then."""
        where = (*self._where(environment, tenant), model, "history")
        more = {} if at is None else {"at": at}
        return self._session.page(Deployment, listing, *where, **more)

    def _where(self, environment: str | None, tenant: str | None) -> tuple[str, ...]:
        rung = () if environment is None else ("e", environment)
        return ("t", self._session.tenant(tenant), *rung, "deployments")

    def _change(
        self,
        tail: tuple[str, ...],
        body: dict[str, Any],
        environment: str | None,
        tenant: str | None,
    ) -> Deployment:
        where = (*self._where(environment, tenant), *tail)
        return self._session.one(Deployment, requests.post(*where, body=body))


class Audit(Resource):
    """The log of changes of a tenant."""

    def list(
        self, listing: Listing | None = None, *, tenant: str | None = None
    ) -> Page[AuditEvent]:
        """One page of events, the newest first."""
        return self._session.page(AuditEvent, listing, "t", self._session.tenant(tenant), "audit")

    def verify(self, *, tenant: str | None = None) -> AuditVerification:
        """Reads the whole chain on the server."""
        request = requests.get("t", self._session.tenant(tenant), "audit", "verify")
        return self._session.one(AuditVerification, request)


class ConversionNote(UserWarning):
    """What a conversion did that its author may want to know, such as where a range ends."""


def _content(model: Any, example: Any) -> bytes:
    if isinstance(model, str | Path):
        model = Path(model).read_bytes()
    try:
        if isinstance(model, bytes):
            return _described(model, example)
        return _converted(model, example)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"a model is converted with {error.name}, which is not installed: "
            "pip install 'armillary[convert]'"
        ) from error


def _converted(model: Any, example: Any) -> bytes:
    from armillary.conversion import convert

    conversion = convert(model, example)
    for note in conversion.notes:
        warnings.warn(note, ConversionNote, stacklevel=4)
    return conversion.content


def _described(content: bytes, example: Any) -> bytes:
    """ONNX bytes with a signature where one can be told; as they are without the converter."""
    try:
        from armillary.conversion.onnx_file import described
    except ModuleNotFoundError as error:
        warnings.warn(
            f"no signature is written, since {error.name} is not installed: "
            "pip install 'armillary[convert]'; without one the file answers on /v2 only",
            ConversionNote,
            stacklevel=4,
        )
        return content
    return described(content, example)
