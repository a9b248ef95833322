"""Armillary: one model per customer, trained, served and kept apart.

``Client`` talks to a server; ``armillary.conversion.convert`` turns a trained model into the
uniform format; ``armillary.errors`` names everything that can go wrong.
"""

from armillary import errors
from armillary._errors import (
    ApiError,
    ArmillaryError,
    ConfigurationError,
    ConnectionFailed,
    InvalidInput,
)
from armillary._requests import Listing
from armillary._resources import ConversionNote
from armillary._transport import Policy
from armillary.client import Client, every

__version__ = "0.1.0"

__all__ = [
    "ApiError",
    "ArmillaryError",
    "Client",
    "ConfigurationError",
    "ConnectionFailed",
    "ConversionNote",
    "InvalidInput",
    "Listing",
    "Policy",
    "__version__",
    "errors",
    "every",
]
