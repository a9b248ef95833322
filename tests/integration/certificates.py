"""An authority of our own and what it signs, made by openssl as an operator would."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
NAMES = "DNS:localhost,IP:127.0.0.1"


def openssl(*arguments: str | Path) -> str:
    """What one command says; it must succeed."""
    done = subprocess.run(
        ["openssl", *map(str, arguments)], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Pair:
    """The files of a certificate and its key."""

    certificate: Path
    key: Path

    @property
    def flags(self) -> tuple[str, ...]:
        """What tells armillaryd of them."""
        return ("--tls.certificate", str(self.certificate), "--tls.key", str(self.key))

    @property
    def serial(self) -> str:
        return openssl("x509", "-in", self.certificate, "-noout", "-serial").strip()

    def become(self, other: Pair) -> None:
        """Takes the content of another pair, each file at once."""
        for ours, theirs in ((self.certificate, other.certificate), (self.key, other.key)):
            fresh = ours.with_suffix(".new")
            fresh.write_bytes(theirs.read_bytes())
            fresh.chmod(0o600)
            os.replace(fresh, ours)


class Authority:
    """Signs certificates for localhost and 127.0.0.1. `file` is its own, which clients trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "authority.pem"
        self._key = folder / "authority.key"
        self._count = 0
        openssl(
            *("req", "-x509", *NEW_KEY, "-keyout", self._key, "-out", self.file),
            *("-days", "30", "-subj", "/CN=Authority of the tests"),
        )

    def sign(self, days: int = 30) -> Pair:
        """A new pair; one that has expired where `days` is negative."""
        self._count += 1
        pair = Pair(self._folder / f"{self._count}.pem", self._folder / f"{self._count}.key")
        request = self._folder / "request.csr"
        openssl(
            *("req", "-new", *NEW_KEY, "-keyout", pair.key, "-out", request),
            *("-subj", "/CN=localhost", "-addext", f"subjectAltName={NAMES}"),
        )
        openssl(
            *("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self._key),
            *("-days", str(days), "-copy_extensions", "copy", "-out", pair.certificate),
        )
        return pair
