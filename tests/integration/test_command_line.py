"""The command line against a real server, in a terminal of 80 columns and in a pipe."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.people import Platform, example_model

COLUMNS = 80
COMMAND = [sys.executable, "-c", "from armillary.cli import main; main()"]


class Terminal:
    """Runs commands as one person."""

    def __init__(self, url: str, token: str, home: Path) -> None:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("ARMILLARY_", "XDG_"))}
        where = {"HOME": str(home), "TERM": "xterm", "ARMILLARY_URL": url}
        self.environment = kept | where | {"ARMILLARY_TOKEN": token}

    def piped(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """One command whose output goes into a pipe."""
        return subprocess.run(
            [*COMMAND, *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment,
            **options,
        )

    def json(self, *arguments: str) -> Any:
        """The JSON document that a command prints."""
        done = self.piped(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def seen(self, *arguments: str) -> list[str]:
        """The lines that a person sees of a command, without colours."""
        outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        with subprocess.Popen(
            [*COMMAND, *arguments], stdin=inner, stdout=inner, stderr=inner, env=self.environment
        ) as process:
            os.close(inner)
            text = b"".join(_chunks(outer)).decode()
            assert process.wait(120) == 0, text
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r\n", "\n").splitlines()


def _chunks(descriptor: int) -> Iterator[bytes]:
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        while True:
            try:
                part = file.read(65536)
            except OSError:  # the other end is closed
                return
            if not part:
                return
            yield part


@pytest.fixture(scope="module")
def operator(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    server = platform.server
    home = tmp_path_factory.mktemp("home")
    operator = Terminal(server.url, server.operator_token, home)
    operator.json("tenants", "create", "acme", "--display-name", "Acme Telecom")
    return operator


@pytest.fixture(scope="module")
def scientist(operator: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Somebody who has registered and deployed a model."""
    operator.json("principals", "create", "ada@acme.example", "--role", "scientist",
                  "--tenant", "acme")  # fmt: skip
    made = operator.json("tokens", "create", "--tenant", "acme", "--principal", "ada@acme.example")
    home = tmp_path_factory.mktemp("home")
    scientist = Terminal(operator.environment["ARMILLARY_URL"], made["token"], home)
    (home / "churn.onnx").write_bytes(example_model())
    scientist.json("models", "register", "churn", str(home / "churn.onnx"))
    scientist.json("deployments", "create", "churn", "--version", "1")
    return scientist


LISTS = {
    "tenants": "operator",
    "environments": "operator",
    "principals --tenant acme": "operator",
    "tokens --tenant acme": "operator",
    "models": "scientist",
    "versions churn": "scientist",
    "deployments": "scientist",
}


@pytest.mark.parametrize("asked", LISTS)
def test_a_list_fits_the_terminal_and_says_how_much_there_is(
    asked: str, request: pytest.FixtureRequest, scientist: Terminal
) -> None:
    noun, *more = asked.split()
    lines = request.getfixturevalue(LISTS[asked]).seen(noun, "list", *more)
    assert all(len(line) <= COLUMNS for line in lines)
    count = re.fullmatch(r"(\d+) of (\d+)", lines[-1])
    assert count and count[1] == count[2]
    assert len(lines) == 1 + int(count[1]) + 1, "each item has one line"


def test_a_secret_is_copied_whole(operator: Terminal) -> None:
    lines = operator.seen("tokens", "create", "--tenant", "acme", "--role", "viewer")
    secrets = [line for line in lines if line.startswith("arm_")]
    assert len(secrets) == 1
    viewer = Terminal(operator.environment["ARMILLARY_URL"], secrets[0], Path("/nonexistent"))
    assert viewer.json("whoami")["role"] == "viewer"


def test_a_digest_is_copied_whole(scientist: Terminal) -> None:
    digest = scientist.json("versions", "get", "churn", "1")["digest"]
    assert digest in scientist.seen("versions", "get", "churn", "1")


def test_a_page_in_a_pipe_says_that_it_is_one(operator: Terminal, scientist: Terminal) -> None:
    listed = operator.piped("principals", "list", "--tenant", "acme", "--limit", "1")
    assert len(listed.stdout.splitlines()) == 2
    assert "--all" in listed.stderr
    whole = operator.piped("principals", "list", "--tenant", "acme", "--limit", "1", "--all")
    assert len(whole.stdout.splitlines()) > 2
    assert whole.stderr == ""


def test_a_kept_profile_is_used_for_its_own_server(operator: Terminal) -> None:
    token = operator.environment["ARMILLARY_TOKEN"]
    url = operator.environment["ARMILLARY_URL"]
    person = Terminal(url, token, Path(operator.environment["HOME"]))
    assert person.piped("login", "work", url, input=f"{token}\n").returncode == 0
    del person.environment["ARMILLARY_TOKEN"], person.environment["ARMILLARY_URL"]
    assert person.json("whoami")["name"] == "operator"
    elsewhere = person.piped("--url", "https://other.example", "whoami")
    assert elsewhere.returncode == 3
    assert "is not sent to https://other.example" in elsewhere.stderr


def test_a_limit_changes_and_the_others_stay(operator: Terminal) -> None:
    before = operator.json("quotas", "get", "--tenant", "acme")["limits"]
    changed = operator.json("quotas", "set", "models=77", "--tenant", "acme")["limits"]
    assert changed == before | {"models": 77}
    assert operator.json("quotas", "get", "--tenant", "acme")["limits"] == changed


def test_a_history_may_be_asked_at_a_moment(scientist: Terminal) -> None:
    at = scientist.json("deployments", "get", "churn")["at"]
    found = scientist.json("deployments", "history", "churn", "--at", at)
    assert [entry["version"] for entry in found["items"]] == [1]


@pytest.mark.parametrize(
    ("command", "sort"),
    [
        ("tokens", "created_at DESC"),
        ("deployments", "at DESC"),
        ("models", "name DESC"),
        ("versions churn", "number DESC"),
    ],
)
def test_a_list_takes_a_field_that_its_help_names(
    scientist: Terminal, command: str, sort: str
) -> None:
    noun, *more = command.split()
    assert scientist.json(noun, "list", *more, "--sort", sort)["total"] >= 1


EXAMPLE = re.compile(r"Example: armillary (\S+ list) .*?--(filter|sort) \"([^\"]+)\"")


@pytest.mark.parametrize("noun", ["tenants", "principals", "tokens", "models", "deployments"])
def test_the_example_of_a_list_works(noun: str, operator: Terminal, scientist: Terminal) -> None:
    text = " ".join(operator.piped(noun, "list", "--help").stdout.split())
    example = EXAMPLE.search(text)
    assert example, text
    person = operator if noun in ("tenants", "principals") else scientist
    tenant = ["--tenant", "acme"] if noun == "principals" else []
    person.json(noun, "list", f"--{example[2]}", example[3], *tenant)
