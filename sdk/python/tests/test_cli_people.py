"""Commands of people and their rights: tokens, quotas, profiles, the audit log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from armillary._profile import resolve
from armillary.cli import access
from armillary.cli.main import app
from armillary.client import Client

from .conftest import Run
from .fake_server import TOKEN, WHO, FakeServer, problem


def pages(request: httpx.Request) -> httpx.Response:
    """107 tokens in pages as large as was asked for."""
    size, start = (int(request.url.params.get(name, default)) for name, default in ASKED_OF_PAGES)
    found = [{**TOKEN, "id": f"k{n}"} for n in range(start, min(start + size, 107))]
    more = {"next_cursor": str(start + size)} if start + size < 107 else {}
    return httpx.Response(200, json={"items": found, "total": 107, "total_is_exact": True} | more)


ASKED_OF_PAGES = (("limit", 100), ("cursor", 0))
TOKENS = "/api/v1/t/acme/tokens"


def test_says_in_a_pipe_that_there_is_more(run: Run) -> None:
    result = run(FakeServer({f"GET {TOKENS}": pages}), "tokens", "list")
    assert len(result.stdout.splitlines()) == 1 + 100
    assert result.stderr == "100 of 107; next page: --cursor 100, every page: --all\n"


def test_lists_every_page_where_asked(run: Run) -> None:
    server = FakeServer({f"GET {TOKENS}": pages})
    result = run(server, "tokens", "list", "--all", "--limit", "50", "--json")
    found = json.loads(result.stdout)
    assert len({token["id"] for token in found["items"]}) == found["total"] == 107
    assert "next_cursor" not in found
    assert [r.url.params.get("cursor") for r in server.requests[1:]] == [None, "50", "100"]


def test_shows_a_new_secret_last_and_says_what_it_may_do(run: Run) -> None:
    server = FakeServer({f"POST {TOKENS}": (201, TOKEN | {"token": "arm_k_secret"})})
    result = run(server, "tokens", "create")
    assert result.stdout.splitlines()[-1] == "token\tarm_k_secret"
    assert "role scientist until 2027" in result.stderr


def test_makes_no_operators_token_by_accident(run: Run) -> None:
    server = FakeServer({"GET /api/v1/whoami": (200, WHO | {"role": "operator"})})
    result = run(server, "tokens", "create")
    assert result.exit_code == 6
    assert "--role operator" in result.stderr
    assert [r.method for r in server.requests] == ["GET"]


def test_changes_the_limits_that_are_named(run: Run) -> None:
    def quotas(request: httpx.Request) -> httpx.Response:
        limits = json.loads(request.content or b'{"models": 5, "tokens": 7}')
        body = {"limits": limits, "used": {"models": 1234}, "updated_at": "x", "can": []}
        return httpx.Response(200, json=body, headers={"ETag": '"q1"'})

    where = "/api/v1/t/acme/quotas"
    server = FakeServer({f"GET {where}": quotas, f"PUT {where}": quotas})
    result = run(server, "quotas", "set", "models=9000")
    assert "models\t1,234 of 9,000" in result.stdout
    assert "tokens\t7" in result.stdout


@pytest.mark.parametrize("limit", ["modles=1", "models", "models=-1", "models=1.5"])
def test_refuses_what_is_no_limit(run: Run, limit: str) -> None:
    server = FakeServer()
    assert run(server, "quotas", "set", "--", limit).exit_code == 6
    assert server.requests == []


def logged_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *arguments: str, token: str
) -> Result:
    """`login` with a token on standard input, against a server that knows `arm_good`."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] == "Bearer arm_good":
            return httpx.Response(200, json=WHO)
        status, body = problem("token_unknown", 401)
        return httpx.Response(status, json=body)

    def make(url: str, token: str, **more: Any) -> Client:
        return Client(url, token, transport=httpx.MockTransport(answer), **more)

    monkeypatch.setattr(access, "Client", make)
    variables = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    return CliRunner().invoke(app, ["login", *arguments], input=token, env=variables)


def test_keeps_a_profile_that_is_found_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = logged_in(monkeypatch, tmp_path, "work", "https://a/", token="arm_good\n")
    assert done.exit_code == 0
    assert "default\tyes" in done.stdout
    assert "arm_good" not in done.stdout + done.stderr
    logged_in(monkeypatch, tmp_path, "home", "https://b", token="arm_good\n")
    variables = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    assert resolve(environment=variables).url == "https://a"
    assert resolve(profile="home", environment=variables).token == "arm_good"
    file = tmp_path / "armillary" / "config.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    logged_in(monkeypatch, tmp_path, "home", "https://b", "--default", token="arm_good\n")
    assert resolve(environment=variables).url == "https://b"


def test_keeps_no_profile_whose_token_the_server_refuses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = logged_in(monkeypatch, tmp_path, "work", "https://a", token="arm_bad\n")
    assert done.exit_code == 3
    assert not (tmp_path / "armillary").exists()


def test_exits_with_nine_where_the_audit_chain_is_broken(run: Run) -> None:
    found = {"verified": False, "events": 3, "head": "00", "first_broken": 2}
    server = FakeServer({"GET /api/v1/t/acme/audit/verify": (200, found)})
    result = run(server, "audit", "verify", "--json")
    assert result.exit_code == 9
    assert json.loads(result.stdout)["first_broken"] == 2
