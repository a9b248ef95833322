"""Secrets in every right and wrong place of every route: none may be found afterwards.

What is searched: the server's output at its most talkative, its metrics, the audit events, every
answer but the one that shows a new token, and every file and row of the data folder.
"""

from __future__ import annotations

import base64
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.integration.authorisation.world import TENANTS, World
from tests.integration.people import Platform, done, unique
from tests.integration.request_faults import example_message, example_target
from tests.integration.routes import Route, printed_routes
from tests.integration.running import OFTEN, PAGES, Running, run
from tests.integration.signed_in import SignedIn, headers_of, new_code, redeem, session_of
from tests.integration.tokens import Tokens
from tests.integration.wire import Answer, Message, Wire

SECRET_AT = len("arm_") + 26 + 1
SECRET_LENGTH = 33
KEYS = ("signing", "hashing", "sealing")
APART = b"\0"  # Between texts that are searched as one: in no secret, as no encoding shows it.
Start = Callable[[str, dict[str, str]], World]


@cache
def forms_of(secret: str) -> tuple[bytes, ...]:
    """A secret as it is, and as encodings would show it wherever it stands in a longer text."""
    raw = secret.encode()
    shifted = (base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3))
    return (raw, raw.hex().encode(), *shifted)


@dataclass
class Search:
    """Looks for secrets in texts and remembers where it found one."""

    secrets: dict[str, str]  # What it is to the secret.
    found: list[str] = field(default_factory=list)
    searched: int = 0

    def look(self, place: str, text: bytes) -> None:
        self.searched += len(text)
        for name, secret in self.secrets.items():
            if any(form in text for form in forms_of(secret)):
                self.found.append(f"{name} in {place}")

    def look_into(self, folder: Path, *, but: frozenset[str] = frozenset()) -> None:
        """Every file, and every row of every database."""
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.name not in but:
                self.look(str(file.relative_to(folder)), file.read_bytes())
        for file in folder.glob("*.db"):
            for table, values in tables_of(file):
                self.look(table, values)


def tables_of(file: Path) -> Iterator[tuple[str, bytes]]:
    """Every value of a database, whole: in the file a long one lies in pieces."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = database.execute(f'SELECT * FROM "{table}"')
            values = (value for row in rows for value in row)
            yield table, APART.join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def secret_of(token: str) -> str:
    return token[SECRET_AT : SECRET_AT + SECRET_LENGTH]


def canary() -> str:
    return "Canary" + secrets.token_hex(12)


def garbled(token: str) -> str:
    """Of the shape of a token, with a wrong checksum and a secret of its own."""
    return token[:SECRET_AT] + ("C" + secrets.token_hex(20))[:SECRET_LENGTH] + "000000"


def spoilt(message: Message, token: str) -> Message:
    """A body that holds the token as the value of each text, and cannot be taken."""
    try:
        body = json.loads(message.body or b"")
    except ValueError:
        return message.having("Content-Type", "text/plain").carrying(token.encode())
    texts = {key: token if isinstance(value, str) else value for key, value in body.items()}
    return message.carrying(json.dumps({**texts, "token": token}).encode())


def misplaced(route: Route, good: Message, names: dict[str, str], token: str) -> Iterator[Message]:
    """Requests with the token where it belongs and where it does not. None changes anything."""
    refused = good if not route.content else spoilt(good, token)
    yield refused.having("Authorization", f"Bearer {token}")
    basic = base64.b64encode(f"user:{token}".encode()).decode()
    for value in (f"Basic {basic}", f"Basic {token}", token, f"Bearer {token} {token}"):
        yield good.having("Authorization", value)
    yield good.adding("Authorization", f"Bearer {token}")
    for name in ("Cookie", "X-Request-Id", "User-Agent", "Referer", "X-Api-Key", "Forwarded"):
        yield refused.having(name, token)
    yield refused.having("X-Request-Id", token[:64])
    yield refused.having("Cookie", f"session={token}")
    for name in ("token", *route.parameters("query")):
        yield refused.at(f"{refused.target}?{name}={token}")
    for name in (*route.parameters("header"), "Content-Type", "Content-Encoding", "Expect"):
        yield refused.having(name, token)
    for name in names:
        if "{" + name + "}" in route.path:
            yield refused.at(example_target(route, {**names, name: token}))
    yield refused.at(f"{refused.target}/{token}")
    yield good.by(token[:20])
    if "application/json" in route.content:
        yield good.carrying(token.encode())
        yield good.carrying(json.dumps([token]).encode())
        yield good.carrying(f'{{"{route.operation}": "{token}'.encode())


@dataclass
class Trial:
    """A server at its most talkative, and what it let one see."""

    world: World
    search: Search
    requests: int = 0

    def ask_all(self, tokens: list[str]) -> None:
        with Wire(self.world.platform.server.url) as wire:
            for route in printed_routes():
                allowed, names = self.world.allowed(route)
                good = example_message(route, allowed, names)
                answers = [
                    wire.ask(message)
                    for token in tokens
                    for message in misplaced(route, good, names, token)
                ]
                self.see(route, answers)

    def see(self, route: Route, answers: list[Answer]) -> None:
        self.requests += len(answers)
        shown = [
            str(dict(answer.headers)).encode() + answer.body
            for answer in answers
            if not (route.operation == "createToken" and answer.status == 201)
        ]
        self.search.look(f"the answer of {route.operation}", APART.join(shown))

    def sign_in(self, token: str) -> SignedIn:
        """Signs in, uses the session for what is read and changed, and takes its secrets for
        canaries: of the code, of the cookie, of the pages."""
        client = self.world.platform.server.client(None)
        code = new_code(client, token)
        session = session_of(redeem(client, code))
        secret = session.value.partition(".")[2]
        secrets_there = {"code": code, "session": secret, "csrf token": session.csrf}
        self.search.secrets |= {f"the {name} of a sign-in": x for name, x in secrets_there.items()}
        self.search.look("the code's second answer", redeem(client, code).content)
        for method, path in (("GET", "/api/v1/sessions"), ("GET", "/api/v1/whoami"),
                             ("DELETE", "/api/v1/sessions/nothing")):  # fmt: skip
            answer = client.request(method, path, headers=headers_of(session))
            self.search.look(f"the answer of {method} {path}", answer.content)
            spoilt = {**headers_of(session), "X-CSRF-Token": session.csrf[::-1]}
            self.search.look("a refusal", client.request(method, path, headers=spoilt).content)
        client.close()
        return session

    def repeat_a_creation(self) -> str:
        """Makes a token twice with one idempotency key; the token."""
        client = self.world.platform.operator
        path, headers = "/api/v1/t/acme/tokens", {"Idempotency-Key": unique("key")}
        made = done(client.post(path, json={"role": "viewer"}, headers=headers))
        again = client.post(path, json={"role": "viewer"}, headers=headers)
        assert again.json()["code"] == "secret_shown_once"
        self.search.secrets["a token made with an idempotency key"] = secret_of(made["token"])
        self.search.look("the replay", again.content)
        return str(made["token"])

    def key_that_is_a_token(self, token: str) -> None:
        """A creation that succeeds although its idempotency key is a secret."""
        headers = {"Idempotency-Key": token}
        body = {"name": unique("keyed")}
        done(self.world.platform.operator.post("/api/v1/teams", json=body, headers=headers))

    def look_everywhere(self) -> None:
        world, search = self.world, self.search
        search.look("the metrics", world.platform.operator.get("/metrics").content)
        for tenant in TENANTS:
            with world.platform.server.client(world.token("auditor", tenant)) as client:
                events = client.get(f"/api/v1/t/{tenant}/audit?limit=1000")
                search.look(f"the audit of {tenant}", events.content)
        server = world.platform.server
        search.look_into(server.data, but=frozenset({"operator.token"}))
        assert server.stop() == 0
        search.look_into(server.data, but=frozenset({"operator.token"}))
        search.look("the log", server.log.read_bytes())


def new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the test's server at its most talkative, with keys by reference."""
    servers: list[Running] = []

    def started(log_format: str, keys: dict[str, str]) -> World:
        flags = [f"--keys.{use}=env:{use.upper()}_KEY" for use in KEYS]
        environment = {f"{use.upper()}_KEY": keys[use] for use in KEYS}
        flags += [OFTEN, PAGES, "--log.level=debug", f"--log.format={log_format}"]
        servers.append(Running(tmp_path / "data", *flags, environment=environment))
        world = World(Platform(servers[-1]))
        world.fill()
        return world

    yield started
    for server in servers:
        if server.process.poll() is None:
            server.kill()


def secrets_of(world: World, tokens: Tokens, others: dict[str, str]) -> dict[str, str]:
    named = world.known_tokens()
    named["the operator's first token"] = world.platform.server.operator_token
    named |= {"an expired token": tokens.expired, "a revoked token": tokens.revoked}
    named |= {"a strange token": tokens.strange, "a forged token": tokens.forged}
    return {name: secret_of(text) for name, text in named.items()} | others


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_is_found_after_all_requests(
    start: Start, tmp_path: Path, log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = {use: new_key() for use in KEYS}
    world = start(log_format, keys)
    tokens = Tokens.make(world.platform, tmp_path)
    bad = garbled(tokens.expired)
    others = {f"the {use} key": key for use, key in keys.items()}
    search = Search(secrets_of(world, tokens, {**others, "a garbled token": secret_of(bad)}))
    trial = Trial(world, search)
    live = str(world.token("scientist"))
    session = trial.sign_in(world.person("scientist"))
    trial.ask_all(
        [live, tokens.expired, tokens.revoked, tokens.forged, tokens.strange, bad, session.value]
    )
    trial.key_that_is_a_token(trial.repeat_a_creation())
    trial.look_everywhere()
    with capsys.disabled():
        print(
            f"\n{log_format}: {len(printed_routes())} routes, {trial.requests} requests, "
            f"{len(search.secrets)} canaries, {search.searched} bytes, "
            f"{len(search.found)} occurrences"
        )
    assert not search.found, "\n".join(sorted(set(search.found)))


def test_search_finds_what_is_there(start: Start) -> None:
    keys = {use: new_key() for use in KEYS}
    world = start("text", keys)
    shown = {place: canary() for place in ("log", "answer", "data")}
    search = Search(dict(shown))
    trial = Trial(world, search)
    client = world.platform.operator
    client.get("/healthz", headers={"X-Request-Id": shown["log"]})
    body = {"name": "known", "display_name": f"is {shown['data']} here"}
    done(client.post("/api/v1/tenants", json=body))
    with Wire(world.platform.server.url) as wire:
        route = next(route for route in printed_routes() if route.operation == "createTeam")
        good = example_message(route, world.platform.server.operator_token, {})
        trial.see(route, [wire.ask(good.carrying(json.dumps({shown["answer"]: 1}).encode()))])
    trial.look_everywhere()
    places = "\n".join(search.found)
    assert "log in the log" in places
    assert "answer in the answer of createTeam" in places
    assert "data in tenants" in places


def test_search_knows_encodings() -> None:
    secret = canary()
    for around in ("", "a", "ab"):
        text = base64.b64encode(f"{around}{secret}{around}".encode())
        search = Search({"it": secret})
        search.look("base64", b"x" + text)
        assert search.found, around


def unusable_starts(folder: Path, secret: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Flags and environment of starts that fail, each with the secret in it."""
    urls = (
        f"postgresql://user:{secret}@127.0.0.1:1/db",
        f"postgresql://user:{secret}@127.0.0.1:port/db",
        f"postgresql://user:{secret}@[::1/db",
        f"postgresql://user:{secret}@127.0.0.1:1/db?nonsense={secret}",
        f"postgres//user:{secret}@127.0.0.1/db",
        f"host=127.0.0.1 port=1 user=u password={secret}",
        f"host=127.0.0.1 password='{secret}",
        f"password {secret}",
        secret,
    )
    for url in urls:
        yield [f"--database.url={url}"], {}
        yield [], {"ARMILLARY_DATABASE_URL": url}
    yield [f"--database.ulr={urls[0]}"], {}
    yield ["--database.ulr", urls[0]], {}
    yield [urls[0]], {}
    yield [f"--database.readers={secret}"], {}
    for use in KEYS:
        yield [f"--keys.{use}={secret}"], {}
        yield [f"--keys.{use}=env:A_KEY"], {"A_KEY": secret}
        yield [f"--keys.{use}=file:{written(folder, f'{use}.key', secret)}"], {}
    for number, text in enumerate(
        (f'[database]\nurl = "{urls[0]}', f"[database]\nurl = {urls[0]}", f'ulr = "{urls[0]}"',
         f"{secret}", f'[keys]\nsigning = ["{secret}"]')
    ):  # fmt: skip
        yield ["--config", str(written(folder, f"{number}.toml", text))], {}


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text)
    file.chmod(0o600)
    return file


def test_no_secret_is_said_when_a_start_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = canary()
    search = Search({"the secret": secret})
    starts = 0
    for flags, environment in unusable_starts(tmp_path, secret):
        for command, log_format in (("up", "text"), ("check", "json")):
            data = tmp_path / f"data-{starts}"
            common = ["--log.level=debug", f"--log.format={log_format}", "--listen=127.0.0.1:0"]
            failed = failing(command, [f"--data={data}", *common, *flags], environment)
            search.look(f"{command} {flags} {environment}", failed.encode())
            if data.exists():
                search.look_into(data)
            starts += 1
    with capsys.disabled():
        print(f"\n{starts} failed starts, 1 canary, {len(search.found)} occurrences")
    assert not search.found, "\n".join(search.found)


def failing(command: str, flags: list[str], environment: dict[str, str]) -> str:
    """All that a command says that must fail."""
    ended = run(command, *flags, env=environment)
    assert ended.returncode != 0, (command, flags)
    assert ended.stderr, (command, flags)
    said: Any = ended.stdout + ended.stderr
    return str(said)
