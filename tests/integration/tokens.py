"""Tokens that let nobody in."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from pathlib import Path

from tests.integration.people import Platform, done
from tests.integration.running import Running

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM_LENGTH = 6
SECONDS = 10.0


@dataclass(frozen=True)
class Tokens:
    """Some that are well-formed and let nobody in."""

    strange: str  # Of another installation.
    forged: str  # With the id of one that is good.
    expired: str
    revoked: str

    @classmethod
    def make(cls, platform: Platform, folder: Path) -> Tokens:
        other = Running(folder / "other")
        strange = other.operator_token
        other.stop()
        revoked = done(platform.operator.post("/api/v1/t/acme/tokens", json={"role": "scientist"}))
        done(platform.operator.delete(f"/api/v1/t/acme/tokens/{revoked['id']}"))
        expired = platform.token("acme", "scientist", expires_in_seconds=1)
        wait_until_refused(platform, expired)
        good = platform.token("acme", "scientist")
        return cls(strange, with_another_secret(good), expired, revoked["token"])


def with_another_secret(token: str) -> str:
    """The same id and a sound checksum."""
    text = token[:-CHECKSUM_LENGTH]
    text = text[:-1] + ("A" if text[-1] != "A" else "B")
    number, digits = zlib.crc32(text.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return text + digits


def wait_until_refused(platform: Platform, token: str) -> None:
    deadline = time.monotonic() + SECONDS
    with platform.server.client(token) as client:
        while client.get("/api/v1/whoami").status_code == 200:
            assert time.monotonic() < deadline, "a token of one second does not expire"
            time.sleep(0.05)
