"""The commands of machines that the identity provider vouches for."""

from __future__ import annotations

import json

from .conftest import Run
from .fake_server import FakeServer

SUBJECT = {
    "id": "p1",
    "principal_name": "nightly",
    "role": "caller",
    "issuer": "https://id.example",
    "subject": "0oa1b2c3",
    "models": ["churn"],
    "can": ["subjects.delete"],
}
PATH = "/api/v1/t/acme/subjects"


def test_lets_a_machine_in(run: Run) -> None:
    server = FakeServer({f"POST {PATH}": (201, SUBJECT)})
    named = ("--issuer", "https://id.example", "--subject", "0oa1b2c3", "--model", "churn")
    made = run(server, "subjects", "create", "nightly", *named, "--tenant", "acme", "--json")
    assert json.loads(made.stdout) == SUBJECT
    assert server.body() == {
        "principal": "nightly",
        "issuer": "https://id.example",
        "subject": "0oa1b2c3",
        "models": ["churn"],
    }


def test_lists_and_lets_in_no_more(run: Run) -> None:
    page = {"items": [SUBJECT], "total": 1, "total_is_exact": True}
    server = FakeServer({f"GET {PATH}": (200, page), f"DELETE {PATH}/p1": (204, b"")})
    listed = run(server, "subjects", "list", "--tenant", "acme", "--json")
    assert json.loads(listed.stdout)["items"] == [SUBJECT]
    assert run(server, "subjects", "delete", "p1", "--tenant", "acme").exit_code == 0
    assert run(server, "subjects", "delete", "p2", "--tenant", "acme").exit_code == 4
