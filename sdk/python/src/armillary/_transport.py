"""The one place that talks to the network."""

from __future__ import annotations

import contextlib
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from armillary._catalogue import CODES, NEXT_STEPS, STATUSES
from armillary._errors import ApiError, ConnectionFailed, Problem, UnexpectedAnswer
from armillary._requests import Request

_MOST_GROWTH = 6  # Of the pauses; by then they are the longest.
_STATUS_OF_HTTP = {
    401: "unauthenticated",
    403: "permission_denied",
    404: "not_found",
    409: "failed_precondition",
    412: "aborted",
    429: "resource_exhausted",
    499: "cancelled",
    501: "unimplemented",
    503: "unavailable",
    504: "deadline_exceeded",
    507: "resource_exhausted",
}
_UNTRUSTED = "; where your own authority has signed the certificate, name its file in SSL_CERT_FILE"


@dataclass(frozen=True)
class Policy:
    """How long to wait and how often to ask.

    ``timeout``: seconds until a request is answered, all its tries and the pauses between them
    together; what is sent and received counts at ``slowest`` bytes a second on top. The pauses
    grow from ``first_pause`` to ``longest_pause`` seconds; where the server says how long to wait,
    that counts instead, and where it is longer than what is left, its error is raised at once.
    """

    timeout: float = 60.0
    attempts: int = 4
    first_pause: float = 0.1
    longest_pause: float = 5.0
    slowest: int = 65_536


@dataclass(frozen=True)
class Time:
    """The clock and the pause; tests bring their own."""

    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class Transport:
    """Sends requests, sends the repeatable ones again where that may help, and reads answers.

    Raises ApiError for an error of the catalogue, ConnectionFailed where no answer came and
    UnexpectedAnswer for anything else. Not thread-safe across ``close``.
    """

    def __init__(
        self, http: httpx.Client, policy: Policy | None = None, clock: Time | None = None
    ) -> None:
        self._http = http
        self._policy = policy or Policy()
        self._clock = clock or Time()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def json(self, request: Request) -> dict[str, Any]:
        """The JSON object that answers the request."""
        return self.tagged(request)[0]

    def tagged(self, request: Request) -> tuple[dict[str, Any], str]:
        """The JSON object that answers the request, and the tag of the state that it shows."""
        answer = self._answered(request)
        try:
            document = json.loads(answer.content)
        except ValueError as error:
            raise UnexpectedAnswer(f"{request.path} did not answer JSON") from error
        if not isinstance(document, dict):
            raise UnexpectedAnswer(f"{request.path} did not answer a JSON object")
        return document, answer.headers.get("ETag", "")

    def blob(self, request: Request) -> tuple[bytes, str]:
        """The content that answers the request, and its digest as the server says it."""
        answer = self._answered(request)
        return answer.content, answer.headers.get("Armillary-Digest", "")

    @contextlib.contextmanager
    def lines(self, request: Request, silence: float) -> Iterator[Iterator[str]]:
        """The lines of an answer that goes on, until it ends; ConnectionFailed where it is cut, or
        silent for so many seconds.
        """
        timeout = httpx.Timeout(self._policy.timeout, read=silence)
        with (
            self._translated(f"{silence:g}"),
            self._http.stream(
                request.method, request.path, params=dict(request.query), timeout=timeout
            ) as response,
        ):
            if not response.is_success:
                url, content = str(response.request.url), response.read()
                raise error_of(Answer(url, response.status_code, response.headers, content))
            yield response.iter_lines()

    def now(self) -> float:
        """Seconds, to compare with others."""
        return self._clock.now()

    def wait(self, failure: ApiError | ConnectionFailed, tries: int, heard_at: float) -> None:
        """Pauses before what goes on is asked for again. Raises the failure once nothing was heard
        for as long as a request may take.
        """
        pause = self._pause_before(min(tries, _MOST_GROWTH) + 1, None)
        if self._clock.now() + pause >= heard_at + self._policy.timeout:
            raise failure
        self._clock.pause(pause)

    def _answered(self, request: Request) -> Answer:
        content = _content(request)
        deadline = self._clock.now() + self._policy.timeout + len(content) / self._policy.slowest
        attempts = self._policy.attempts if request.repeatable else 1
        for attempt in range(1, attempts + 1):
            asked = None
            try:
                answer = self._send(request, content, deadline)
                if answer.is_success:
                    return answer
                failure: ApiError | ConnectionFailed = error_of(answer)
                asked = answer.headers.get("Retry-After")
                may_help = isinstance(failure, ApiError) and failure.retry
            except ConnectionFailed as error:
                failure, may_help = error, True
            pause = self._pause_before(attempt + 1, asked)
            if attempt == attempts or not may_help or self._clock.now() + pause >= deadline:
                raise failure
            self._clock.pause(pause)
        raise AssertionError("the last attempt returns or raises")

    def _send(self, request: Request, content: bytes, deadline: float) -> Answer:
        headers = dict(request.headers)
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        with (
            self._translated(f"{self._policy.timeout:g}"),
            self._http.stream(
                request.method,
                request.path,
                params=dict(request.query),
                headers=headers,
                content=content or None,
                timeout=max(deadline - self._clock.now(), 0.001),
            ) as response,
        ):
            received = self._received(response, deadline)
            return Answer(
                str(response.request.url), response.status_code, response.headers, received
            )

    @contextlib.contextmanager
    def _translated(self, limit: str) -> Iterator[None]:
        """Says what httpx raises in words of ours."""
        where = f"{self._http.base_url}".rstrip("/")
        try:
            yield
        except httpx.TimeoutException as error:
            raise ConnectionFailed(f"no answer from {where} within {limit} seconds") from error
        except httpx.LocalProtocolError:  # its text may quote a header: the token
            raise ConnectionFailed(f"nothing was sent to {where}: it is no HTTP") from None
        except httpx.TransportError as error:
            hint = _UNTRUSTED if "CERTIFICATE_VERIFY_FAILED" in str(error) else ""
            raise ConnectionFailed(f"no answer from {where}: {error}{hint}") from error
        except httpx.DecodingError as error:
            raise UnexpectedAnswer(f"{where} answered bytes that cannot be unpacked") from error

    def _received(self, response: httpx.Response, deadline: float) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if self._clock.now() > deadline + size / self._policy.slowest:
                raise httpx.ReadTimeout("too slow", request=response.request)
        return b"".join(parts)

    def _pause_before(self, attempt: int, asked: str | None) -> float:
        if asked is not None and asked.isdecimal():
            return float(asked)
        pause: float = self._policy.first_pause * 4.0 ** (attempt - 2) * (0.5 + random.random())
        return min(pause, self._policy.longest_pause)


def error_of(answer: Answer) -> ApiError:
    """The error in an answer that is none of success. Raises UnexpectedAnswer for others'."""
    try:
        body = json.loads(answer.content)
        code = str(body["code"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedAnswer(
            f"{answer.url} answered {answer.status} without an error of this API"
        ) from error
    problem = Problem(
        http_status=answer.status,
        code=code,
        message=str(body.get("message", "")),
        next_step=str(body.get("next_step", NEXT_STEPS.get(code, ""))),
        request_id=str(body.get("request_id") or answer.headers.get("X-Request-Id", "")),
        field=body.get("field"),
        rule=body.get("rule"),
    )
    return (CODES.get(code) or _kind_of(answer.status))(problem)


def _kind_of(status: int) -> type[ApiError]:
    """The class of an error whose code only a newer server knows."""
    known = _STATUS_OF_HTTP.get(status)
    if known is None:
        known = "internal" if status >= 500 else "invalid_argument"
    return STATUSES[known]


def _content(request: Request) -> bytes:
    if request.body is not None:
        return json.dumps(request.body, allow_nan=False).encode()
    return request.content or b""
