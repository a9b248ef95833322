"""Where a server is, and whether a token may be sent there."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from armillary._errors import ConfigurationError

ALLOW_PLAIN_HTTP = "ARMILLARY_ALLOW_PLAIN_HTTP"
# One of ours, or a JSON web token of the identity provider.
_TOKEN = re.compile(r"arm_[0-9A-Za-z_]+|eyJ[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+")


def checked_address(text: str) -> str:
    """The address without a slash at its end. Raises ConfigurationError where it is none."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{text!r} is no address of a server; it is like https://armillary.example"
        )
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("an address holds no name and password; give a token instead")
    return address


def is_loopback(address: str) -> bool:
    """Whether what is sent there stays on this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def checked_token(text: str, whence: str) -> str:
    """The token without blanks around it. Raises ConfigurationError, which never quotes it."""
    token = text.strip()
    if not token:
        raise ConfigurationError(f"{whence} is empty; unset it or set it to a token")
    if not _TOKEN.fullmatch(token):
        raise ConfigurationError(
            f"{whence} is no token: one is arm_ and then letters, digits and underscores only"
        )
    return token


def require_private(address: str, variables: Mapping[str, str]) -> None:
    """Raises ConfigurationError where others could read a token on its way to the address."""
    is_safe = address.startswith("https://") or is_loopback(address)
    if not is_safe and variables.get(ALLOW_PLAIN_HTTP) != "1":
        raise ConfigurationError(
            f"no token is sent to {address}, since others can read plain HTTP on its way; use "
            f"https://, or set {ALLOW_PLAIN_HTTP}=1 where you trust the network"
        )
