"""Scenarios as text, run against the real binary. Adding one needs no Python:

    # What it shows.
    as scientist@acme                        who asks; tenant and token are made when first named
    with If-Match: *                         a header of the next request
    POST /api/v1/t/acme/models  {"a": 1}     a request; a body of @model is the contract's model
    => 201  {"number": 1}  save id token     its status, a part of its body, what to remember

Remembered fields stand as {id} in later lines; `cookie` is what the answer sets.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.integration.people import Platform, example_model

_REQUEST = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+)(?:\s+(.+))?$")
_EXPECTED = re.compile(r"^=> (\d{3})(?:\s+(?!save\b)(.*?))?(?:\s+save\s+([\w ]+))?$")


class ScenarioError(AssertionError):
    """What a line wanted and what came instead."""


def contains(whole: Any, part: Any) -> bool:
    """Whether each field of `part` is in `whole`, with its value; a list has just these items."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and contains(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return (
            isinstance(whole, list)
            and len(whole) == len(part)
            and all(contains(a, b) for a, b in zip(whole, part, strict=True))
        )
    return bool(whole == part)


@dataclass
class Scenario:
    """One file on its way through a server."""

    platform: Platform
    name: str
    memory: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    token: str | None = None
    response: httpx.Response | None = None
    requests: int = 0

    def run(self, file: Path) -> int:
        """Runs every line; how many requests it made. Raises ScenarioError where one fails."""
        for number, line in enumerate(file.read_text().splitlines(), 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            try:
                self._step(text)
            except ScenarioError as error:
                raise ScenarioError(f"{file.name}:{number}: {text}\n{error}") from None
        return self.requests

    def _step(self, text: str) -> None:
        if text.startswith("as "):
            self.token = self._token_of(self._filled(text[3:].strip()))
        elif text.startswith("with "):
            name, _, value = self._filled(text[5:]).partition(":")
            self.headers[name.strip()] = value.strip()
        elif match := _REQUEST.match(text):
            self._request(*match.groups())
        elif match := _EXPECTED.match(text):
            self._expect(*match.groups())
        else:
            raise ScenarioError("this is no line of a scenario")

    def _filled(self, text: str) -> str:
        """`text` with {words} that are remembered replaced; other braces are JSON."""
        return re.sub(
            r"\{(\w+)\}", lambda match: self.memory.get(match[1], match[0]), text
        ).replace("$", self.name)

    def _token_of(self, who: str) -> str | None:
        if who == "nobody":
            return None
        if who == "operator":
            return self.platform.server.operator_token
        if who.startswith("arm_"):
            return who
        role, _, tenant = who.partition("@")
        if f"token of {who}" not in self.memory:
            if f"tenant {tenant}" not in self.memory:
                self.platform.add_tenant(tenant)
                self.memory[f"tenant {tenant}"] = tenant
            self.memory[f"token of {who}"] = self.platform.token(tenant, role)
        return self.memory[f"token of {who}"]

    def _request(self, method: str, path: str, body: str | None) -> None:
        arguments: dict[str, Any] = {}
        if body == "@model":
            arguments["content"] = example_model()
            self.headers.setdefault("Content-Type", "application/octet-stream")
        elif body is not None:
            arguments["content"] = self._filled(body).encode()
            self.headers.setdefault("Content-Type", "application/json")
        with self.platform.server.client(self.token) as client:
            self.response = client.request(
                method, self._filled(path), headers=self.headers, **arguments
            )
        self.headers = {}
        self.requests += 1

    def _expect(self, status: str, part: str | None, saved: str | None) -> None:
        response = self.response
        if response is None:
            raise ScenarioError("no request came before")
        if response.status_code != int(status):
            raise ScenarioError(f"got {response.status_code} {response.text}")
        if part and not contains(response.json(), json.loads(self._filled(part))):
            raise ScenarioError(f"got {response.text}")
        for name in (saved or "").split():
            self.memory[name] = (
                response.headers["Set-Cookie"].partition(";")[0]
                if name == "cookie"
                else str(response.json()[name])
            )
