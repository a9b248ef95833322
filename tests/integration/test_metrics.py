"""What /metrics tells an operator."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.integration.people import MODEL, Platform, done
from tests.integration.running import ROOT

GUIDE = ROOT / "docs" / "guide" / "operations.md"


def figures(platform: Platform) -> dict[str, float]:
    """Samples without labels, by name."""
    text = platform.operator.get("/metrics").text
    return {name: float(value) for name, value in re.findall(r"^(\w+) (\S+)$", text, re.MULTILINE)}


def test_every_metric_is_explained_in_the_guide_and_no_other(platform: Platform) -> None:
    platform.server.client("").get("/api/v1/whoami")  # Refused, which has a metric of its own.
    served = re.findall(r"^# TYPE (\w+)", platform.operator.get("/metrics").text, re.MULTILINE)
    explained = re.findall(r"^\| `((?:armillary|process)_\w+)` \|", GUIDE.read_text(), re.MULTILINE)
    assert sorted(explained) == sorted(served)


def test_the_reasons_that_the_guide_names_are_codes() -> None:
    row = next(line for line in GUIDE.read_text().splitlines() if "http_refused_total" in line)
    named = re.findall(r"`(\w+)`", row)[1:]
    codes = yaml.safe_load((ROOT / "contract" / "errors.yaml").read_text())
    assert named
    assert set(named) <= set(codes)


def test_a_model_that_answered_is_counted_in_memory(platform: Platform) -> None:
    platform.add_tenant("acme")
    scientist = platform.token("acme", "scientist")
    platform.add_model("acme", scientist)
    before = figures(platform)

    with platform.server.client(scientist) as client:
        done(client.get(f"/v2/models/{MODEL}"))

    after = figures(platform)
    assert before["armillary_models_loaded"] == 0
    assert after["armillary_models_loaded"] == after["armillary_model_loads_total"] == 1
    assert 0 < after["armillary_models_bytes"] <= after["armillary_models_budget_bytes"]
    assert after["armillary_model_load_failures_total"] == 0
    assert after["armillary_deployments"] == 1
    assert after["armillary_tenants"] == 2
    assert after["armillary_tokens"] == 2
    assert after["process_resident_memory_bytes"] > 10_000_000
    assert after["process_open_fds"] > 3


@pytest.mark.parametrize("name", ["armillary_work_waiting", "armillary_database_writes_waiting"])
def test_nothing_waits_on_an_idle_server(platform: Platform, name: str) -> None:
    assert figures(platform)[name] == 0
