"""A server of one's own, for as long as a `with` block lasts."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import httpx
import stopping

START_SECONDS = 20.0
STOP_SECONDS = 25.0


def free_port(wanted: int) -> int:
    """The wanted port, or any free one where it is in use."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SystemExit("no port is free on this machine")


class Server:
    """Runs `armillary up` over a data folder; its log goes beside that folder."""

    def __init__(self, root: Path, data: Path, port: int) -> None:
        self._data = data
        self._log = data.parent / "server.log"
        self._port = free_port(port)
        self.url = f"http://127.0.0.1:{self._port}"
        self._command = [
            *("setpriv", "--pdeathsig", "TERM"),  # It ends when this program is killed.
            os.environ.get("ARMILLARYD", str(root / "build" / "release" / "armillaryd")),
            "up",
            "--data",
            str(data),
            "--listen",
            f"127.0.0.1:{self._port}",
        ]

    def __enter__(self) -> Server:
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                self._command,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for this program, which then stops the server.
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def operator_token(self) -> str:
        """The token that the first start wrote."""
        return (self._data / "operator.token").read_text().strip()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the server did not start:\n{self._log.read_text()}")
            time.sleep(0.05)

    def _stop(self) -> None:
        """Ends the server, undisturbed by a second Ctrl-C."""
        stopping.ignore()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=1).status_code == 200
        except httpx.TransportError:
            return False
