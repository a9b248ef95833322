"""The command line: one JSON document, words on standard error, documented exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from armillary.cli import options
from armillary.cli.failure import EXIT_CODES
from armillary.cli.main import app
from armillary.cli.up import find_binary
from armillary.client import Client

from .fake_server import DEPLOYMENT, TENANT, FakeServer, problem

PAGE = {"items": [DEPLOYMENT], "total": 1, "total_is_exact": True}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    def with_server(server: FakeServer, *arguments: str) -> Any:
        def make(url: str | None, token: str | None, profile: str | None) -> Client:
            return Client("https://server", "arm_x", transport=server.transport)

        monkeypatch.setattr(options, "Client", make)
        return CliRunner().invoke(app, list(arguments))

    return with_server


def test_prints_one_json_document(run):
    server = FakeServer({"POST /api/v1/tenants": (201, TENANT)})
    result = run(server, "tenants", "create", "acme", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "t1"


def test_prints_plain_lines_into_a_pipe(run):
    server = FakeServer({"GET /api/v1/t/acme/deployments": (200, PAGE)})
    result = run(server, "deployments", "list")
    header, row = result.stdout.splitlines()
    assert header.split("\t")[0] == "model"
    assert row.split("\t")[0] == "churn"
    assert "\x1b" not in result.stdout


def test_says_code_message_request_and_next_step_on_standard_error(run):
    server = FakeServer({"GET /api/v1/tenants/nobody": problem("not_found", 404)})
    result = run(server, "tenants", "get", "nobody")
    assert result.exit_code == 4
    assert result.stdout == ""
    for part in ("not_found", "No.", "r1", "Do that."):
        assert part in result.stderr


def test_says_errors_as_json_where_json_was_asked_for(run):
    server = FakeServer(
        {"POST /api/v1/t/acme/deployments/churn": problem("promotion_required", 409)}
    )
    result = run(server, "deployments", "create", "churn", "--version", "1", "--json")
    assert result.exit_code == 5
    assert json.loads(result.stderr)["code"] == "promotion_required"


def test_asks_the_history_at_a_moment_in_an_environment(run):
    server = FakeServer({"GET /api/v1/t/acme/e/staging/deployments/churn/history": (200, PAGE)})
    moment = "2026-11-24T10:00:00Z"
    result = run(
        server, "deployments", "history", "churn", "--at", moment, "--environment", "staging"
    )
    assert result.exit_code == 0
    assert server.requests[-1].url.params["at"] == moment


def test_predicts_from_a_file(run, tmp_path):
    answer = {
        "model": "churn",
        "version": 1,
        "request_id": "r1",
        "predictions": [{"label": "Yes", "probabilities": {"No": 0.25, "Yes": 0.75}}],
        "missing_columns": [],
        "unknown_columns": ["extra"],
    }
    server = FakeServer({"POST /predict/churn": (200, answer)})
    file = tmp_path / "customer.json"
    file.write_text('{"tenure": 1, "extra": 2}')
    result = run(server, "predict", "churn", "--record", f"@{file}")
    assert server.body() == {"records": [{"tenure": 1, "extra": 2}]}
    assert result.stdout.splitlines()[0].split("\t") == ["row", "label", "p(No)", "p(Yes)"]
    assert "extra" in result.stderr


def test_refuses_a_record_that_is_no_json(run):
    result = run(FakeServer(), "predict", "churn", "--record", "tenure=1")
    assert result.exit_code == 6
    assert "--record" in result.stderr


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ('{"tenure": 1, "tenure": 70}', "'tenure' is there twice"),
        ('{"tenure": Infinity}', "Infinity"),
        ('{"tenure": 1e999}', "'tenure'"),
        ('{"tenure": {"months": 1}}', "'tenure'"),
    ],
)
def test_refuses_a_record_that_would_not_arrive_as_it_is(run, record, words):
    server = FakeServer()
    result = run(server, "predict", "churn", "--record", record)
    assert result.exit_code == 6
    assert words in result.stderr
    assert server.requests == []


def test_refuses_a_file_that_is_no_onnx_before_sending(run, tmp_path):
    server = FakeServer()
    file = tmp_path / "model.onnx"
    file.write_bytes(b"\x80\x04pickle")
    result = run(server, "models", "register", "churn", str(file))
    assert result.exit_code == 6
    assert server.requests == []


def test_exits_with_nine_where_the_audit_chain_is_broken(run):
    found = {"verified": False, "events": 3, "head": "00", "first_broken": 2}
    server = FakeServer({"GET /api/v1/t/acme/audit/verify": (200, found)})
    result = run(server, "audit", "verify", "--json")
    assert result.exit_code == 9
    assert json.loads(result.stdout)["first_broken"] == 2


def commands(group: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        inner = (*path, name)
        found += commands(command, inner) if hasattr(command, "commands") else [inner]
    return found


ALL = commands(typer.main.get_command(app))


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_has_an_example_in_its_help(command):
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert f"Example: armillary {' '.join(command)}" in " ".join(result.stdout.split())


@pytest.mark.parametrize("command", [c for c in ALL if c != ("up",)], ids=" ".join)
def test_offers_json(command):
    assert "--json" in CliRunner().invoke(app, [*command, "--help"]).stdout


def test_documents_every_exit_code_in_its_help():
    text = " ".join(CliRunner().invoke(app, ["--help"]).stdout.split())
    for code, meaning in EXIT_CODES:
        assert f"{code} {meaning}" in text


def test_finds_the_server_on_the_path(monkeypatch, tmp_path: Path):
    binary = tmp_path / "armillaryd"
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_binary()
    assert found is not None
    assert found.name == "armillaryd"


GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "cli.md"


def test_the_guide_has_the_same_exit_codes():
    page = GUIDE.read_text()
    for code, meaning in EXIT_CODES:
        assert f"| {code} | {meaning} |" in page


def test_the_guide_names_every_command():
    page = GUIDE.read_text()
    for command in ALL:
        assert f"`armillary {command[0]}" in page
        assert f"`{command[-1]}`" in page or f" {command[-1]}`" in page
