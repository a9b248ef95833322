"""A command line that asks a fake server."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from armillary import Client, Policy
from armillary.cli import options
from armillary.cli.main import app

from .fake_server import FakeServer


class Run:
    """Runs one command against a server; keeps the clients that commands made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Client] = []
        self._monkeypatch = monkeypatch

    def __call__(self, server: FakeServer, *arguments: str) -> Result:
        def make(
            url: str | None, token: str | None, *, profile: str | None, policy: Policy
        ) -> Client:
            found = Client(
                "https://server",
                "arm_x",
                profile=profile,
                policy=policy,
                transport=server.transport,
            )
            self.asked.append(found)
            return found

        self._monkeypatch.setattr(options, "Client", make)
        return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(monkeypatch)
