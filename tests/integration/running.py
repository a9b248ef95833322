"""A real armillaryd over a data folder, for as long as a test needs it."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ARMILLARY_BUILD", ROOT / "build" / "release"))
BINARY = BUILD / "armillaryd"
ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL")  # However this process ends.
OFTEN = "--sign_in.per_minute=1000000"  # For tests that sign in more often than people do.
# For tests of /ui that do not care what the pages are, nor whether they are built.
PAGES = f"--workbench.folder={Path(__file__).with_name('pages')}"
START_SECONDS = 60.0
STOP_SECONDS = 60.0


def run(
    *arguments: str, binary: Path = BINARY, wrapper: Sequence[str] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    """One command of the binary, to its end."""
    return subprocess.run(
        [*wrapper, str(binary), *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


class Running:
    """A server on a free port, or where `listen` says. Its log is `<data>.log`.

    `wrapper` is a command that becomes the server, for one that lives elsewhere or may do less;
    `seen` is where this process finds the data folder, if that is another path then. `trusted` is
    the file of the authority that its clients trust, where it speaks TLS.
    """

    def __init__(
        self,
        data: Path,
        *flags: str,
        environment: Mapping[str, str] | None = None,
        binary: Path = BINARY,
        wrapper: Sequence[str] = (),
        seen: Path | None = None,
        listen: str = "127.0.0.1:0",
        trusted: Path | None = None,
    ) -> None:
        self.data = data
        self._binary = binary
        self.seen = seen or data
        self.log = data.with_suffix(".log")
        self._flags = ("--listen", listen, *flags)
        self._trusted = trusted
        self._wrapper = wrapper
        self._environment = {**os.environ, **(environment or {})}
        self.url = ""
        self.start()

    def start(self) -> None:
        """Starts it, again if it was stopped. Raises RuntimeError if it does not become ready."""
        arguments = ["up", "--data", str(self.data), *self._flags]
        with self.log.open("a") as log:
            written = log.tell()
            self.process = subprocess.Popen(
                [*self._wrapper, *ENDS_WITH_US, str(self._binary), *arguments],
                stdout=log,
                stderr=log,
                env=self._environment,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            said = self.log.read_text()[written:]
            if match := re.search(r"listening\b.*?url\W+(https?://[\d.]+:\d+)", said):
                self.url = match[1]
                return
            time.sleep(0.02)
        self.end()
        raise RuntimeError(f"armillaryd did not start:\n{self.log.read_text()[written:]}")

    def stop(self) -> int:
        """Ends it as an operator would; its exit code."""
        self.process.terminate()
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def end(self) -> None:
        """Kills it if it still runs."""
        if self.process.poll() is None:
            self.kill()

    @property
    def operator_token(self) -> str:
        return (self.seen / "operator.token").read_text().strip()

    def client(self, token: str | None) -> httpx.Client:
        """An HTTP client with that token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # Reading authorities is slow, and nobody asks them where no TLS is spoken.
        verify = self._tls_context() or self.url.startswith("https://")
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, verify=verify)

    def connect(self, *, bare: bool = False) -> socket.socket:
        """A connection that has agreed on TLS where the server speaks it, unless it is `bare`."""
        address = urlsplit(self.url)
        plain = socket.create_connection((str(address.hostname), address.port or 0), timeout=30)
        context = None if bare else self._tls_context()
        return context.wrap_socket(plain, server_hostname="localhost") if context else plain

    def _tls_context(self) -> ssl.SSLContext | None:
        return ssl.create_default_context(cafile=self._trusted) if self._trusted else None
