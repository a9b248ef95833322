"""A server and the real provider that its people sign in by, for the tests of a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.identity.provider import Browser, Provider, free_port
from tests.integration.people import Platform
from tests.integration.running import OFTEN, Running

GROUPS = {
    "lab": ("acme", "scientist"),
    "heads": ("acme", "tenant_admin"),
    "sales": ("globex", "viewer"),
}
SOON = 10.0


class Stage:
    """The two of them, with two tenants."""

    def __init__(self, folder: Path, *flags: str) -> None:
        port = free_port()
        self.provider = Provider(folder, port)
        self.provider.map(GROUPS)
        try:
            wanted = (*self.provider.flags, *flags)
            self.server = Running(folder / "data", OFTEN, *wanted, listen=f"127.0.0.1:{port}")
        except BaseException:
            self.provider.end()
            raise
        self.platform = Platform(self.server)
        for tenant in ("acme", "globex"):
            self.platform.add_tenant(tenant)

    def end(self) -> None:
        self.server.end()
        self.provider.end()

    @contextmanager
    def browser(self) -> Iterator[Browser]:
        browser = Browser(self.server.url)
        yield browser
        browser.close()


@contextmanager
def staged(folder: Path, *flags: str) -> Iterator[Stage]:
    """A stage that ends, whatever becomes of the tests."""
    stage = Stage(folder, *flags)
    try:
        yield stage
    finally:
        stage.end()


def until(holds: Callable[[], bool], seconds: float = SOON) -> float:
    """Waits until it holds; after how many seconds."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < seconds, "it did not come to hold"
        time.sleep(0.05)
    return time.monotonic() - start
