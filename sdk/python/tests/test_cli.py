"""The command line: one JSON document, words on standard error, documented exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from armillary.cli.failure import EXIT_CODES, OWN_CODES
from armillary.cli.main import app

from .conftest import Run
from .fake_server import DEPLOYMENT, TENANT, VERSION, FakeServer, problem

PAGE = {"items": [DEPLOYMENT], "total": 1, "total_is_exact": True}


def test_prints_one_json_document(run: Run) -> None:
    server = FakeServer({"POST /api/v1/tenants": (201, TENANT)})
    result = run(server, "tenants", "create", "acme", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "t1"


def test_prints_plain_lines_into_a_pipe(run: Run) -> None:
    server = FakeServer({"GET /api/v1/t/acme/deployments": (200, PAGE)})
    result = run(server, "deployments", "list")
    header, row = result.stdout.splitlines()
    assert header.split("\t")[0] == "model"
    assert row.split("\t")[0] == "churn"
    assert "\x1b" not in result.stdout


def test_says_code_message_request_and_next_step_on_standard_error(run: Run) -> None:
    server = FakeServer({"GET /api/v1/tenants/nobody": problem("not_found", 404)})
    result = run(server, "tenants", "get", "nobody")
    assert result.exit_code == 4
    assert result.stdout == ""
    for part in ("not_found", "No.", "r1", "Do that."):
        assert part in result.stderr


def test_gives_a_request_the_time_that_was_asked_for(run: Run) -> None:
    run(FakeServer(), "--timeout", "7", "whoami")
    assert run.asked[-1]._session._transport._policy.timeout == 7.0


def test_predicts_in_an_environment(run: Run) -> None:
    server = FakeServer()
    run(server, "predict", "churn", "--record", "{}", "--environment", "staging")
    assert server.requests[-1].url.path == "/t/acme/e/staging/predict/churn"


def test_replaces_no_file_unless_told_to(run: Run, tmp_path: Path) -> None:
    content = (200, b"onnx")
    server = FakeServer({"GET /api/v1/t/acme/models/churn/versions/1/content": content})
    file = tmp_path / "churn.onnx"
    file.write_text("mine")
    command = ("versions", "download", "churn", "1", "--output", str(file))
    assert run(server, *command).exit_code == 6
    assert file.read_text() == "mine"
    assert run(server, *command, "--force").exit_code == 0
    assert file.read_text() == "onnx"


def test_says_which_file_cannot_be_written(run: Run, tmp_path: Path) -> None:
    content = (200, b"onnx")
    server = FakeServer({"GET /api/v1/t/acme/models/churn/versions/1/content": content})
    result = run(server, "versions", "download", "churn", "1", "-o", str(tmp_path / "a" / "b"))
    assert result.exit_code == 6
    assert f"unusable_file: {tmp_path / 'a' / 'b'}" in result.stderr


def test_says_in_words_what_a_version_takes_and_answers(run: Run) -> None:
    signature = {
        "task": "classification",
        "columns": [
            {"name": "tenure", "type": "int64", "required": True, "nullable": False},
            {"name": "plan", "type": "string", "required": False, "nullable": True},
        ],
        "outputs": {"label": "l", "probabilities": "p"},
        "classes": ["No", "Yes"],
    }
    version = (200, VERSION | {"signature": signature})
    server = FakeServer({"GET /api/v1/t/acme/models/churn/versions/1": version})
    lines = run(server, "versions", "get", "churn", "1").stdout.splitlines()
    assert "takes\ttenure int64, plan string or absent or null" in lines
    assert "answers\tlabel, probabilities" in lines
    assert "classes\tNo, Yes" in lines
    assert "admission\tstructure passed" in lines


def test_says_notes_of_a_file_on_standard_error(run: Run, tmp_path: Path) -> None:
    from .test_onnx_file import linear

    server = FakeServer({"POST /api/v1/t/acme/models/churn/versions": (201, VERSION)})
    file = tmp_path / "scores.onnx"
    file.write_bytes(linear(2, "NONE"))
    result = run(server, "models", "register", "churn", str(file))
    assert result.exit_code == 0
    assert result.stderr.startswith("note: no signature, the file answers on /v2 only")


def test_gives_a_wrong_command_line_as_json_where_json_is_asked_for() -> None:
    done = armillary("tokens", "lsit", "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["code"] == "wrong_command"


@pytest.mark.parametrize(
    "arguments",
    [("--url", "http://host:abc", "whoami"), ("--token", "arm_s\u00e9cret", "whoami")],
)
def test_ends_with_words_where_this_machine_is_set_up_wrong(arguments: tuple[str, ...]) -> None:
    done = armillary(*arguments)
    assert done.returncode == 3
    assert "configuration:" in done.stderr
    assert "Traceback" not in done.stderr
    assert "cret" not in done.stderr


def test_ends_well_where_nobody_reads_on() -> None:
    script = (
        "import os, sys\n"
        "from armillary.cli.failure import told\n"
        "read, write = os.pipe()\n"
        "os.dup2(write, 1); os.close(write); os.close(read)\n"
        "with told(False):\n"
        "    print('x' * 100_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def armillary(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = "from armillary.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False
    )


def test_says_errors_as_json_where_json_was_asked_for(run: Run) -> None:
    server = FakeServer(
        {"POST /api/v1/t/acme/deployments/churn": problem("promotion_required", 409)}
    )
    result = run(server, "deployments", "create", "churn", "--version", "1", "--json")
    assert result.exit_code == 5
    assert json.loads(result.stderr)["code"] == "promotion_required"


def test_asks_the_history_at_a_moment_in_an_environment(run: Run) -> None:
    server = FakeServer({"GET /api/v1/t/acme/e/staging/deployments/churn/history": (200, PAGE)})
    moment = "2026-11-24T10:00:00Z"
    result = run(
        server, "deployments", "history", "churn", "--at", moment, "--environment", "staging"
    )
    assert result.exit_code == 0
    assert server.requests[-1].url.params["at"] == moment


def test_predicts_from_a_file(run: Run, tmp_path: Path) -> None:
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


def test_refuses_a_record_that_is_no_json(run: Run) -> None:
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
def test_refuses_a_record_that_would_not_arrive_as_it_is(run: Run, record: str, words: str) -> None:
    server = FakeServer()
    result = run(server, "predict", "churn", "--record", record)
    assert result.exit_code == 6
    assert words in result.stderr
    assert server.requests == []


def test_refuses_a_file_that_is_no_onnx_before_sending(run: Run, tmp_path: Path) -> None:
    server = FakeServer()
    file = tmp_path / "model.onnx"
    file.write_bytes(b"\x80\x04pickle")
    result = run(server, "models", "register", "churn", str(file))
    assert result.exit_code == 6
    assert server.requests == []


def commands(group: TyperGroup, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        inner = (*path, name)
        found += commands(command, inner) if isinstance(command, TyperGroup) else [inner]
    return found


ALL = commands(typer.main.get_group(app))


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_has_an_example_in_its_help(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert f"Example: armillary {' '.join(command)}" in " ".join(result.stdout.split())


@pytest.mark.parametrize("command", [c for c in ALL if c != ("up",)], ids=" ".join)
def test_offers_json(command: tuple[str, ...]) -> None:
    assert "--json" in CliRunner().invoke(app, [*command, "--help"]).stdout


def test_documents_every_exit_code_in_its_help() -> None:
    text = " ".join(CliRunner().invoke(app, ["--help"]).stdout.split())
    for code, meaning in EXIT_CODES:
        assert f"{code} {meaning}" in text


GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "cli.md"


def test_the_guide_has_the_same_exit_codes() -> None:
    page = GUIDE.read_text()
    for code, meaning in EXIT_CODES:
        assert f"| {code} | {meaning} |" in page


def test_the_guide_has_the_codes_of_the_command_line_itself() -> None:
    page = GUIDE.read_text()
    for code, (exits, _) in OWN_CODES.items():
        assert f"| `{code}` | {exits} |" in page


def test_the_guide_names_every_command() -> None:
    page = GUIDE.read_text()
    for command in ALL:
        assert f"`armillary {command[0]}" in page
        assert f"`{command[-1]}`" in page or f" {command[-1]}`" in page
