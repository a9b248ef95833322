"""The client reaches what the contract offers, and the command line what the client does."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
import yaml
from typer.core import TyperGroup

from armillary import Client, errors
from armillary.cli.main import app
from armillary.types import ChangeEvent

CONTRACT = Path(__file__).resolve().parents[3] / "contract" / "openapi.yaml"
# What machines and browsers ask for; the inference protocol has clients of its own.
OTHERS = re.compile(
    r"^/(healthz|readyz|metrics|api/v1/(openapi\.yaml|session|preferences|identity|sign-in(/.*)?)"
    r"|.*v2(/.*)?|(ui(/.*)?)?|api/v1/.*/deployments/\{model\}/predict)$"
)
# Where a command has another name than the method.
COMMANDS = {"sign_in_links create": "sign-in"}
ARGUMENTS: dict[str, Any] = {
    "name": "n",
    "model": "m",
    "number": 1,
    "version": 1,
    "role": "viewer",
    "token": "k",
    "records": [],
    "session": "s",
    "principal": "p",
    "issuer": "i",
    "subject": "s",
}


def offered() -> set[str]:
    """``METHOD /path`` of every route for a client of ours."""
    paths = yaml.safe_load(CONTRACT.read_text())["paths"]
    return {
        f"{method.upper()} {path}"
        for path, operations in paths.items()
        for method in operations
        if method != "parameters" and not OTHERS.match(path)
    }


def resources(client: Client) -> dict[str, Any]:
    return {
        name: value for name, value in vars(client).items() if not name.startswith(("_", "url"))
    }


def methods(resource: Any) -> dict[str, Any]:
    found = inspect.getmembers(resource, inspect.ismethod)
    return {name: method for name, method in found if not name.startswith("_")}


def call(method: Any, **more: str) -> None:
    """Calls a method with what it demands; what comes back is none of its answers."""
    parameters = inspect.signature(method).parameters
    demanded = [
        n for n, p in parameters.items() if p.default is p.empty and p.kind != p.VAR_KEYWORD
    ]
    given = {name: ARGUMENTS[name] for name in demanded}
    if method.__name__ == "register":
        given["model"] = b""
    given |= {name: value for name, value in more.items() if name in parameters}
    with contextlib.suppress(errors.UnexpectedAnswer):
        method(**given)


def test_the_client_reaches_every_route_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    templates = {re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", route) + "$"): route
                 for route in offered()}  # fmt: skip

    def answer(request: httpx.Request) -> httpx.Response:
        route = f"{request.method} {request.url.path}"
        matching = [name for pattern, name in templates.items() if pattern.match(route)]
        assert matching, f"{route} is not in the contract"
        asked.add(min(matching, key=lambda name: name.count("{")))
        if request.url.path.endswith("/stream"):
            return httpx.Response(200, content=b"id: 7\nevent: resync\ndata: {}\n\n")
        return httpx.Response(200, json={"limits": {}, "used": {}, "updated_at": ""})

    monkeypatch.setattr("armillary._resources._described", lambda content, example: content)
    client = Client("https://server", "arm_x", transport=httpx.MockTransport(answer))
    for resource in resources(client).values():
        for method in methods(resource).values():
            call(method, tenant="t")
            call(method, tenant="t", environment="e")
    call(client.who_am_i)
    assert list(itertools.islice(client.events(), 1)) == [ChangeEvent("", 7, "resync")]
    for more in ({}, {"tenant": "t"}, {"tenant": "t", "environment": "e"}):
        call(client.predict, **more)
    assert offered() - asked == set()


def test_the_command_line_has_what_the_client_has() -> None:
    groups = {
        name: group.commands
        for name, group in typer.main.get_group(app).commands.items()
        if isinstance(group, TyperGroup)
    }
    client = Client("https://server", "arm_x")
    lacking = {
        f"{name} {method}"
        for name, resource in resources(client).items()
        for method in methods(resource)
        if method not in groups.get(name, {})
    }
    assert lacking == set(COMMANDS)
    assert {*COMMANDS.values(), "watch"} <= set(typer.main.get_group(app).commands)
