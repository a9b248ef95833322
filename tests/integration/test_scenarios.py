"""Each file of tests/scenarios against the real binary, and the runner against broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.people import Platform, unique
from tests.integration.running import ROOT
from tests.integration.scenario import Scenario, ScenarioError

FILES = sorted((ROOT / "tests" / "scenarios").glob("*.scenario"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scenario(each_platform: Platform, file: Path) -> None:
    assert Scenario(each_platform, unique("s")).run(file) > 0


@pytest.mark.parametrize(
    "text",
    [
        "GET /healthz\n=> 201",
        'GET /healthz\n=> 200  {"status": "bad"}',
        "=> 200",
        "PLEASE /healthz",
    ],
)
def test_runner_finds_what_does_not_hold(platform: Platform, tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.scenario"
    file.write_text(text)
    with pytest.raises(ScenarioError):
        Scenario(platform, unique("s")).run(file)
