"""Fixtures over the stage of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.identity.provider import Browser
from tests.identity.stage import Stage


@pytest.fixture
def sound(stage: Stage) -> None:
    """The provider as it should be, whatever the test before made of it."""
    stage.provider.turn("reset")


@pytest.fixture
def browser(stage: Stage) -> Iterator[Browser]:
    with stage.browser() as browser:
        yield browser
