"""The one place that talks to the network."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from armillary._catalogue import CODES, NEXT_STEPS, STATUSES
from armillary._errors import ApiError, ConnectionFailed, Problem, UnexpectedAnswer
from armillary._requests import Request

_STATUS_OF_HTTP = {
    401: "unauthenticated",
    403: "permission_denied",
    404: "not_found",
    409: "failed_precondition",
    429: "resource_exhausted",
    503: "unavailable",
    504: "deadline_exceeded",
}


@dataclass(frozen=True)
class Policy:
    """How long to wait and how often to ask; seconds."""

    timeout: float = 60.0
    attempts: int = 4
    first_pause: float = 0.1
    longest_pause: float = 5.0


class Transport:
    """Sends requests, sends the repeatable ones again where that may help, and reads answers.

    Raises ApiError for an error of the catalogue, ConnectionFailed where no answer came and
    UnexpectedAnswer for anything else. Not thread-safe across ``close``.
    """

    def __init__(
        self,
        http: httpx.Client,
        policy: Policy | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._policy = policy or Policy()
        self._pause = pause

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def json(self, request: Request) -> dict[str, Any]:
        """The JSON object that answers the request."""
        response = self._answered(request)
        try:
            document = response.json()
        except ValueError as error:
            raise UnexpectedAnswer(f"{request.path} did not answer JSON") from error
        if not isinstance(document, dict):
            raise UnexpectedAnswer(f"{request.path} did not answer a JSON object")
        return document

    def bytes(self, request: Request) -> tuple[bytes, str]:
        """The content that answers the request, and its digest as the server says it."""
        response = self._answered(request)
        return response.content, response.headers.get("Armillary-Digest", "")

    def _answered(self, request: Request) -> httpx.Response:
        attempts = self._policy.attempts if request.repeatable else 1
        for attempt in range(1, attempts + 1):
            try:
                response = self._send(request)
            except ConnectionFailed:
                if attempt == attempts:
                    raise
                self._wait(attempt, None)
                continue
            if response.is_success:
                return response
            error = error_of(response)
            if attempt == attempts or not error.retry:
                raise error
            self._wait(attempt, response.headers.get("Retry-After"))
        raise AssertionError("the last attempt returns or raises")

    def _send(self, request: Request) -> httpx.Response:
        headers = dict(request.headers)
        content = request.content
        if request.body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(request.body, allow_nan=False).encode()
        try:
            return self._http.request(
                request.method,
                request.path,
                params=dict(request.query),
                headers=headers,
                content=content,
                timeout=self._policy.timeout,
            )
        except httpx.TransportError as error:
            where = f"{self._http.base_url}".rstrip("/")
            raise ConnectionFailed(f"no answer from {where}: {error}") from error

    def _wait(self, attempt: int, asked: str | None) -> None:
        pause = self._policy.first_pause * 4 ** (attempt - 1)
        pause *= 0.5 + random.random()
        if asked is not None and asked.isdigit():
            pause = max(pause, float(asked))
        self._pause(min(pause, self._policy.longest_pause))


def error_of(response: httpx.Response) -> ApiError:
    """The error in an answer that is none of success. Raises UnexpectedAnswer for others'."""
    try:
        body = response.json()
        code = str(body["code"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedAnswer(
            f"{response.request.url} answered {response.status_code} without an error of this API"
        ) from error
    problem = Problem(
        http_status=response.status_code,
        code=code,
        message=str(body.get("message", "")),
        next_step=str(body.get("next_step", NEXT_STEPS.get(code, ""))),
        request_id=str(body.get("request_id") or response.headers.get("X-Request-Id", "")),
        field=body.get("field"),
        rule=body.get("rule"),
    )
    kind = CODES.get(code) or STATUSES.get(_STATUS_OF_HTTP.get(response.status_code, ""), ApiError)
    return kind(problem)
