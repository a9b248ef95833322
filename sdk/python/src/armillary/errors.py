"""All errors by name: the client's own, and one class for each code of the catalogue."""

from armillary._catalogue import *  # noqa: F403
from armillary._catalogue import CODES, NEXT_STEPS, STATUSES
from armillary._errors import (
    ApiError,
    ArmillaryError,
    ConfigurationError,
    ConnectionFailed,
    InvalidInput,
    Problem,
    UnexpectedAnswer,
)

__all__ = [
    "CODES",
    "NEXT_STEPS",
    "STATUSES",
    "ApiError",
    "ArmillaryError",
    "ConfigurationError",
    "ConnectionFailed",
    "InvalidInput",
    "Problem",
    "UnexpectedAnswer",
]
__all__ += [kind.__name__ for kind in {*CODES.values(), *STATUSES.values()}]
