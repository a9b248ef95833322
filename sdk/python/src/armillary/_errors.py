"""What can go wrong when a server is asked.

ArmillaryError
    ├── ConfigurationError    no usable address, profile or token on this machine
    ├── InvalidInput        records that cannot be sent as they are; nothing was sent
    ├── ConnectionFailed      no answer came: refused, cut or timed out
    ├── UnexpectedAnswer      the answer is none of this API's
    └── ApiError              the server answered with an error of the catalogue
            └── one class per status, and under it one per code (``armillary.errors``)
"""

from __future__ import annotations

from dataclasses import dataclass


class ArmillaryError(Exception):
    """Base of everything that the client raises about a request."""


class ConfigurationError(ArmillaryError):
    """The client does not know whom to ask or as whom."""


class InvalidInput(ArmillaryError, ValueError):
    """A record cannot be sent as it is; the message names the row and the column."""


class ConnectionFailed(ArmillaryError):
    """No answer came, so it is not known whether a change was made: read before asking again."""


class UnexpectedAnswer(ArmillaryError):
    """Something answered that is not an Armillary server of this API."""


@dataclass(frozen=True)
class Problem:
    """The body of an error answer, and the number it came with."""

    http_status: int
    code: str
    message: str
    next_step: str = ""
    request_id: str = ""
    field: str | None = None
    rule: str | None = None


class ApiError(ArmillaryError):
    """The server refused or failed; ``code`` is a key of contract/errors.yaml."""

    retry = False
    """Whether the same request may succeed when it is sent again unchanged."""

    def __init__(self, problem: Problem) -> None:
        where = f" ({problem.field})" if problem.field else ""
        super().__init__(f"{problem.code}: {problem.message}{where}")
        self.problem = problem

    @property
    def code(self) -> str:
        """The catalogue's code."""
        return self.problem.code

    @property
    def next_step(self) -> str:
        """What to do next."""
        return self.problem.next_step

    @property
    def request_id(self) -> str:
        """Names the request in the server's logs."""
        return self.problem.request_id
