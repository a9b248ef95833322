"""The command that prints a link to sign in, and those of sessions."""

from __future__ import annotations

import json

import pytest

from .conftest import Run
from .fake_server import FakeServer, problem

LINK = {
    "code": "4kZ0sVb2QpR7xM1nT9cWyL",
    "path": "/ui/sign-in#4kZ0sVb2QpR7xM1nT9cWyL",
    "expires_at": "2026-11-24T10:05:00.000Z",
}
URL = f"https://server{LINK['path']}"
SESSION = {
    "id": "s1",
    "created_at": "2026-11-24T10:00:00.000Z",
    "seen_at": "2026-11-24T10:01:00.000Z",
    "ends_at": "2026-12-01T10:00:00.000Z",
    "user_agent": "Mozilla/5.0",
    "remote_address": "127.0.0.1",
    "is_current": False,
    "can": ["self.session"],
}
LINKS = "POST /api/v1/sign-in-links"


def test_prints_the_whole_link_alone_on_standard_output(run: Run) -> None:
    result = run(FakeServer({LINKS: (201, LINK)}), "sign-in")
    assert result.stdout == f"{URL}\n"
    assert result.stderr == f"note: good once, until {LINK['expires_at']}\n"


def test_prints_the_link_as_json(run: Run) -> None:
    result = run(FakeServer({LINKS: (201, LINK)}), "sign-in", "--json")
    assert json.loads(result.stdout) == {"url": URL, "expires_at": LINK["expires_at"]}


@pytest.mark.parametrize("opens", [True, False])
def test_opens_a_browser_where_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    opened = []

    def browser(url: str) -> bool:
        opened.append(url)
        return opens

    monkeypatch.setattr("webbrowser.open", browser)
    result = run(FakeServer({LINKS: (201, LINK)}), "sign-in", "--open")
    assert opened == [URL]
    assert ("open the link yourself" in result.stderr) is not opens


def test_says_why_there_is_no_link(run: Run) -> None:
    result = run(FakeServer({LINKS: problem("permission_denied", 403)}), "sign-in")
    assert result.exit_code == 3
    assert not result.stdout


def test_lists_and_ends_sessions(run: Run) -> None:
    page = {"items": [SESSION], "total": 1, "total_is_exact": True}
    server = FakeServer(
        {"GET /api/v1/sessions": (200, page), "DELETE /api/v1/sessions/s1": (204, b"")}
    )
    listed = run(server, "sessions", "list", "--json")
    assert json.loads(listed.stdout)["items"] == [SESSION]
    assert run(server, "sessions", "end", "s1").exit_code == 0
    assert run(server, "sessions", "end", "s2").exit_code == 4
