"""Tenants, tokens and models for tests, made through the API as an operator would."""

from __future__ import annotations

import base64
import itertools
from functools import cache
from typing import Any

import httpx
import yaml

from tests.integration.running import ROOT, Running

TENANT_ROLES = (
    "caller",
    "viewer",
    "scientist",
    "data_owner",
    "approver",
    "tenant_admin",
    "auditor",
)
MODEL = "churn"
_numbers = itertools.count(1)


@cache
def contract() -> dict[str, Any]:
    """contract/openapi.yaml."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "contract" / "openapi.yaml").read_text())
    return document


@cache
def example_model() -> bytes:
    """The model file that the contract shows."""
    post = contract()["paths"]["/api/v1/t/{tenant}/models/{model}/versions"]["post"]
    content = post["requestBody"]["content"]["application/octet-stream"]
    return base64.b64decode(content["x-example-base64"])


def done(response: httpx.Response) -> Any:
    """The body of an answer that must be a success."""
    assert response.status_code < 300, f"{response.status_code} {response.text}"
    return response.json()


def unique(prefix: str) -> str:
    """A name that no other call gives."""
    return f"{prefix}-{next(_numbers)}"


class Platform:
    """A running server with the operator's client."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.operator = server.client(server.operator_token)

    def add_tenant(self, name: str) -> None:
        done(self.operator.post("/api/v1/tenants", json={"name": name}))

    def token(self, tenant: str, role: str, **fields: Any) -> str:
        """A new token of the tenant; a caller's names MODEL."""
        body = {"role": role, **({"models": [MODEL]} if role == "caller" else {}), **fields}
        made = done(self.operator.post(f"/api/v1/t/{tenant}/tokens", json=body))
        return str(made["token"])

    def add_model(self, tenant: str, token: str, versions: int = 2) -> None:
        """Registers MODEL and deploys its first version."""
        with self.server.client(token) as client:
            for _ in range(versions):
                upload = client.post(
                    f"/api/v1/t/{tenant}/models/{MODEL}/versions",
                    content=example_model(),
                    headers={"Content-Type": "application/octet-stream"},
                )
                done(upload)
            done(client.post(f"/api/v1/t/{tenant}/deployments/{MODEL}", json={"version": 1}))
