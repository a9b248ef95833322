"""The routes that the binary prints, each with what contract/ says of it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.integration.people import contract, example_model, unique
from tests.integration.running import BINARY, ROOT, run
from tests.integration.wire import EVENT_STREAM

AUTHZ: dict[str, Any] = yaml.safe_load((ROOT / "contract" / "authz.yaml").read_text())
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CALLER_ACCOUNT = "a-caller"  # A service account that each tenant of the world has.
FORM = "application/x-www-form-urlencoded"
PERSONAL = ("self.session", "self.preferences")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    operation: str
    policy: str
    body_limit: int

    @property
    def names_tenant(self) -> bool:
        return "{tenant}" in self.path

    @property
    def names_environment(self) -> bool:
        return "{environment}" in self.path

    @property
    def is_public(self) -> bool:
        return self.policy == "public"

    @property
    def is_personal(self) -> bool:
        """Whether it is about the person who is signed in: asked with the cookie of a session."""
        return self.policy in PERSONAL

    @property
    def needs_person(self) -> bool:
        """Whether a service account's token is of no use there, whatever its role."""
        return self.is_personal or self.policy == "sign_in_links.create"

    @property
    def goes_on(self) -> bool:
        """Whether its answer is a stream, which has no end."""
        return EVENT_STREAM in self.described["responses"].get("200", {}).get("content", {})

    @property
    def needs_provider(self) -> bool:
        """Whether it is nothing where no identity provider is configured, unlike tests/identity."""
        return bool(self.described.get("x-needs-provider", False))

    @property
    def speaks_inference(self) -> bool:
        """Whether it answers as the Open Inference Protocol does."""
        return "/v2" in self.path

    @property
    def described(self) -> dict[str, Any]:
        """Its operation in contract/openapi.yaml."""
        operation: dict[str, Any] = contract()["paths"][self.path][self.method.lower()]
        return operation

    @property
    def content(self) -> dict[str, Any]:
        """Media type to what the contract says of such a body."""
        content: dict[str, Any] = self.described.get("requestBody", {}).get("content", {})
        return content

    @property
    def errors(self) -> set[str]:
        """The codes that the contract lists for it."""
        return {*contract()["x-errors-everywhere"], *self.described.get("x-errors", [])}

    def parameters(self, place: str) -> dict[str, dict[str, Any]]:
        """The parameters of the path, query or header, by name."""
        given = [resolved(parameter) for parameter in self.described.get("parameters", [])]
        return {parameter["name"]: parameter for parameter in given if parameter["in"] == place}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref` of the contract stands for."""
    while "$ref" in node:
        target: Any = contract()
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def routes_of(binary: Path, **options: Any) -> tuple[Route, ...]:
    """The table of a listener, from the binary itself."""
    listed = json.loads(run("print-routes", "--json", binary=binary, **options).stdout)
    return tuple(Route(**route) for route in listed)


@cache
def printed_routes() -> tuple[Route, ...]:
    """The table of the binary that is tested."""
    return routes_of(BINARY)


def described_routes() -> tuple[Route, ...]:
    """The table that contract/openapi.yaml promises."""
    return tuple(
        Route(
            method=method.upper(),
            path=path,
            operation=operation["operationId"],
            policy=operation["x-permission"],
            body_limit=operation["x-body-limit"],
        )
        for path, item in contract()["paths"].items()
        for method, operation in item.items()
    )


def role_that_may(route: Route) -> str:
    """A role that authz.yaml allows the route in its own tenant; operators reach into any."""
    allowed = AUTHZ["permissions"][route.policy]
    preferred = ("operator", "tenant_admin", "scientist")
    return str(next(role for role in (*preferred, *AUTHZ["roles"]) if allowed[role] != "deny"))


def example_json(route: Route) -> dict[str, Any] | None:
    """The contract's example of a JSON body, with a name that is free."""
    if "application/json" not in route.content:
        return None
    body = dict(route.content["application/json"]["example"])
    if route.operation in {"createTenant", "createTeam", "createPrincipal"}:
        body["name"] = unique("fresh")
    if route.operation == "createSubject":
        body["subject"] = unique("subject")
    return body


def body_of(route: Route) -> dict[str, Any]:
    """Arguments of a request: the contract's example."""
    if "application/octet-stream" in route.content:
        return {
            "content": example_model(),
            "headers": {"Content-Type": "application/octet-stream"},
        }
    if FORM in route.content:
        return {"content": example_form(route), "headers": {"Content-Type": FORM}}
    body = example_json(route)
    return {} if body is None else {"json": body}


def example_form(route: Route) -> bytes:
    """The contract's example of a form."""
    return base64.b64decode(route.content[FORM]["x-example-base64"])


def code_of(response: httpx.Response) -> str:
    """The error's code, in whichever shape the protocol has."""
    body = response.json()
    return str(body["code"]) if "code" in body else str(body["error"]).split(":")[0]
