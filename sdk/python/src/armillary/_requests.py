"""Requests as values: pure functions from arguments to what is sent."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from armillary._errors import InvalidInput

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One request. ``repeatable``: sending it twice has the effect of sending it once."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json | None = None
    content: bytes | None = field(default=None, repr=False)
    repeatable: bool = True


@dataclass(frozen=True)
class Listing:
    """What a list may be asked for; ``limit`` is the size of a page, 1 to 1,000."""

    filter: str | None = None
    sort: str | None = None
    limit: int | None = None
    cursor: str | None = None

    def query(self) -> dict[str, str]:
        """The query parameters that are set."""
        found = {
            "filter": self.filter,
            "sort": self.sort,
            "limit": None if self.limit is None else str(self.limit),
            "cursor": self.cursor,
        }
        return {name: value for name, value in found.items() if value is not None}


def path(*segments: str) -> str:
    """A path of our API; each segment percent-encoded. Raises InvalidInput as ``name`` does."""
    return "/api/v1/" + "/".join(name(segment) for segment in segments)


def name(text: str) -> str:
    """A name as one segment of a path, also where it is ``.`` or ``..``, which would mean another
    path. Raises InvalidInput where there is none.
    """
    if not text:
        raise InvalidInput("a name is empty")
    try:
        encoded = quote(text, safe="")
    except UnicodeEncodeError as error:
        raise InvalidInput(f"the name {text!r} is not Unicode text") from error
    return encoded.replace(".", "%2E") if set(text) == {"."} else encoded


def get(*segments: str, query: Mapping[str, str] | None = None) -> Request:
    """A read."""
    return Request("GET", path(*segments), query or {})


def post(*segments: str, body: Json) -> Request:
    """A change under a fresh idempotency key, so that it may be sent again."""
    return Request("POST", path(*segments), headers=_fresh_key(), body=given(body))


def patch(*segments: str, body: Json, etag: str = "*") -> Request:
    """An edit of the state that ``etag`` names, any state by default."""
    return Request("PATCH", path(*segments), headers={"If-Match": etag}, body=given(body))


def put(*segments: str, body: Json, etag: str) -> Request:
    """The state after the one that ``etag`` names; a second time that is another one."""
    headers = {"If-Match": etag}
    return Request("PUT", path(*segments), headers=headers, body=body, repeatable=False)


def delete(*segments: str) -> Request:
    """A removal; a second time changes nothing."""
    return Request("DELETE", path(*segments))


def upload(*segments: str, content: bytes, kind: str | None) -> Request:
    """Bytes with their digest."""
    headers = {
        **_fresh_key(),
        "Content-Type": "application/octet-stream",
        "Armillary-Digest": digest(content),
    }
    query = {} if kind is None else {"kind": kind}
    return Request("POST", path(*segments), query, headers, content=content)


def digest(content: bytes) -> str:
    """``sha256=`` and 64 hexadecimal digits."""
    return f"sha256={hashlib.sha256(content).hexdigest()}"


def prediction(model: str, tenant: str | None, environment: str | None, body: Json) -> Request:
    """Records for a model; has no effect that a second one could double. An environment is named
    together with its tenant.
    """
    prefix = "" if tenant is None else f"/t/{name(tenant)}"
    if environment is not None:
        prefix += f"/e/{name(environment)}"
    return Request("POST", f"{prefix}/predict/{name(model)}", body=body)


def given(body: Mapping[str, Any]) -> Json:
    """The fields that were given; None means not given."""
    return {name: value for name, value in body.items() if value is not None}


def _fresh_key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}
