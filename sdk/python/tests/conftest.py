"""A command line that asks a fake server."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from armillary.cli import options
from armillary.cli.main import app
from armillary.client import Client

from .fake_server import FakeServer


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    def with_server(server: FakeServer, *arguments: str) -> Any:
        def make(url: str | None, token: str | None, **more: Any) -> Client:
            found = Client("https://server", "arm_x", transport=server.transport, **more)
            asked.append(found)
            return found

        monkeypatch.setattr(options, "Client", make)
        return CliRunner().invoke(app, list(arguments))

    asked: list[Client] = []
    with_server.asked = asked
    return with_server
