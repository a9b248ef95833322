"""A server that answers from a table and remembers what it was asked: a fake, not a mock."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

WHO = {
    "principal": "p1",
    "name": "ada@acme.example",
    "kind": "user",
    "tenant": "acme",
    "tenant_state": "active",
    "environment": "research",
    "role": "scientist",
    "token": "k3v9q2",
    "permissions": ["self.read"],
}
DEPLOYMENT = {
    "id": "d1",
    "model": "churn",
    "environment": "research",
    "sequence": 1,
    "state": "live",
    "version": 1,
    "action": "deploy",
    "at": "2026-11-24T10:00:00.000Z",
    "by": "p1",
    "by_name": "ada@acme.example",
    "signature": "ed25519:k1:c2ln",
    "can": ["deployments.stop"],
}
TENANT = {
    "id": "t1",
    "name": "acme",
    "state": "active",
    "created_at": "2026-11-24T10:00:00.000Z",
    "updated_at": "2026-11-24T10:00:00.000Z",
    "can": [],
}
TOKEN = {
    "id": "k",
    "principal": "p1",
    "principal_name": "ada@acme.example",
    "role": "scientist",
    "environment": "research",
    "state": "active",
    "created_at": "2026-11-24T10:00:00.000Z",
    "created_by": "p1",
    "expires_at": "2027-02-22T10:00:00.000Z",
    "can": [],
}
VERSION = {
    "id": "v1",
    "model": "churn",
    "number": 1,
    "kind": "tabular",
    "state": "servable",
    "admission": [{"step": "structure", "state": "passed"}],
    "size_bytes": 3,
    "size_class": "small",
    "digest": "sha256=00",
    "inputs": [{"name": "tenure", "datatype": "FP64", "shape": [-1, 1]}],
    "outputs": [],
    "created_at": "2026-11-24T10:00:00.000Z",
    "created_by": "p1",
    "can": [],
    "a_field_of_tomorrow": 1,
}

Handler = Callable[[httpx.Request], httpx.Response]
Answer = tuple[int, Any] | Handler | Exception


def problem(code: str, http: int, **more: str) -> tuple[int, dict[str, str]]:
    body = {"code": code, "message": "No.", "next_step": "Do that.", "request_id": "r1", **more}
    return http, body


class FakeServer:
    """Answers ``METHOD path`` from a table; a list of answers is used up one by one."""

    def __init__(self, answers: Mapping[str, Answer | list[Answer]] | None = None) -> None:
        self.answers: dict[str, Answer | list[Answer]] = {"GET /api/v1/whoami": (200, WHO)}
        self.answers.update(answers or {})
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._answer)

    def body(self, position: int = -1) -> Any:
        return json.loads(self.requests[position].content)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        key = f"{request.method} {request.url.raw_path.decode().partition('?')[0]}"
        answer = self.answers.get(key, problem("not_found", 404))
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, tuple):
            return answer(request)
        status, body = answer
        if isinstance(body, bytes):
            return httpx.Response(status, content=body)
        return httpx.Response(status, json=body)
