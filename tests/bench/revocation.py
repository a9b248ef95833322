"""How soon a revocation is in effect: on each of several connections to two servers over one
PostgreSQL, while both are busy. A trial lasts from the answer to the revocation until the last of
the connections was refused, and each must stay refused.
"""

from __future__ import annotations

import asyncio
import base64
import random
import re
import secrets
import signal
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from http_load import LOAD_CORE, PinnedServer, bearer, rate_in
from tests.integration.postgres import Postgres
from tests.integration.signed_in import headers_of, sign_in

CONNECTIONS = 3  # To each server, which spreads them over its threads.
AT_ONCE = 5
PAUSE = 0.02  # Between the questions on one connection: a figure is so much too high at most.
PHASE = 0.25  # Of the servers, which look for changes as often: a trial begins anywhere in it.
SECONDS = 30.0
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.I | re.M)


class Connection:
    """One that is kept, and asks who it is."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self._address = urlsplit(url)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._request = f"GET /api/v1/whoami HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode()
        self.answered: list[float] = []  # Seconds of each answer that was a success.

    async def open(self) -> None:
        address = self._address
        self._reader, self._writer = await asyncio.open_connection(address.hostname, address.port)

    async def is_let_in(self) -> bool:
        started = time.monotonic()
        self._writer.write(self._request)
        head = await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), SECONDS)
        length = _LENGTH.search(head)
        status = int(head.split(b" ", 2)[1])
        if status not in {200, 401} or length is None:
            raise RuntimeError(f"whoami is answered with {head.decode()}")
        await self._reader.readexactly(int(length[1]))
        if status == 200:
            self.answered.append(time.monotonic() - started)
        return status == 200

    async def until(self, let_in: bool) -> float:
        """When it was first answered so."""
        deadline = time.monotonic() + SECONDS
        while await self.is_let_in() != let_in:
            if time.monotonic() > deadline:
                raise RuntimeError(f"not {'let in' if let_in else 'refused'} for {SECONDS} s")
            await asyncio.sleep(PAUSE)
        return time.monotonic()

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


@dataclass(frozen=True)
class Subject:
    """Who is let in until somebody ends that."""

    headers: dict[str, str]
    end: Callable[[], None]


@dataclass
class Found:
    """Seconds of each trial, and of the answers to those who were still let in."""

    seconds: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)

    def words(self) -> str:
        median, answer = statistics.median(self.seconds), statistics.median(self.answers)
        return (
            f"{len(self.seconds)} trials: median {median:.2f}, most {max(self.seconds):.2f}; the "
            f"median is {median / answer:,.0f} answers of {answer * 1000:.1f} ms"
        )

    def p99(self) -> float:
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[98]


async def let_in(urls: list[str], headers: dict[str, str]) -> list[Connection]:
    """Some connections to each server, once all of them know who asks."""
    connections = [Connection(url, headers) for url in urls for _ in range(CONNECTIONS)]
    await asyncio.gather(*(connection.open() for connection in connections))
    await asyncio.gather(*(connection.until(True) for connection in connections))
    return connections


async def known(urls: list[str], headers: dict[str, str]) -> None:
    """Waits until each server knows who asks."""
    for connection in await let_in(urls, headers):
        await connection.close()


async def trial(urls: list[str], subject: Subject, found: Found) -> None:
    connections = await let_in(urls, subject.headers)
    refusals = [asyncio.create_task(connection.until(False)) for connection in connections]
    await asyncio.sleep(random.uniform(0, PHASE))
    await asyncio.to_thread(subject.end)
    answered = time.monotonic()
    found.seconds.append(max(0.0, max(await asyncio.gather(*refusals)) - answered))
    for connection in connections:
        if await connection.is_let_in():
            raise RuntimeError("refused, and let in again")
        found.answers += connection.answered
        await connection.close()


class World:
    """Two servers over one PostgreSQL; revocations go to the one and the other in turn."""

    def __init__(self, servers: list[PinnedServer]) -> None:
        self.urls = [server.url for server in servers]
        headers = {"Authorization": f"Bearer {servers[0].operator_token}"}
        self._operators = [
            httpx.Client(base_url=url, headers=headers, timeout=60) for url in self.urls
        ]
        self._anybody = [httpx.Client(base_url=url, timeout=60) for url in self.urls]
        self._trials = 0
        post = self._operators[0].post
        person = {"name": "grace@bench.example", "kind": "user", "role": "scientist"}
        post("/api/v1/t/bench/principals", json=person).raise_for_status()
        self._person = {"principal": person["name"]}
        self.token = str(self._new_token()["token"])
        asyncio.run(known(self.urls, headers_of(self.token)))

    def _new_token(self) -> dict[str, object]:
        made = self._operators[0].post("/api/v1/t/bench/tokens", json=self._person)
        body: dict[str, object] = made.raise_for_status().json()
        return body

    def _turn(self) -> int:
        self._trials += 1
        return self._trials % len(self.urls)

    def new_token(self) -> Subject:
        made, operator = self._new_token(), self._operators[self._turn()]
        path = f"/api/v1/t/bench/tokens/{made['id']}"
        return Subject(
            headers_of(str(made["token"])), lambda: void(operator.delete(path).raise_for_status())
        )

    def new_session(self) -> Subject:
        session, anybody = sign_in(self._anybody[0], self.token), self._anybody[self._turn()]
        headers = headers_of(session)
        return Subject(
            {"Cookie": headers["Cookie"]},
            lambda: void(anybody.delete("/api/v1/session", headers=headers).raise_for_status()),
        )

    def measure(self, make: Callable[[], Subject], trials: int) -> Found:
        found = Found()
        for done in range(0, trials, AT_ONCE):
            subjects = [make() for _ in range(min(AT_ONCE, trials - done))]
            asyncio.run(self._batch(subjects, found))
        return found

    async def _batch(self, subjects: list[Subject], found: Found) -> None:
        await asyncio.gather(*(trial(self.urls, subject, found) for subject in subjects))

    def close(self) -> None:
        for client in (*self._operators, *self._anybody):
            client.close()


def void(_: object) -> None:
    """Nothing of it."""


class SecondServer(PinnedServer):
    """Beside one that made tenant and models already."""

    def _prepare(self) -> None:
        pass


@contextmanager
def busy(folder: Path, name: str, url: str, token: str) -> Iterator[list[float]]:
    """Two connections that ask without a pause from the other core; then, how many a second."""
    script, said = folder / f"{name}.lua", folder / f"{name}.load"
    script.write_text(bearer(token))
    wrk = ["wrk", "-t1", "-c2", "-d3600s", "-s", str(script), f"{url}/api/v1/whoami"]
    with said.open("w") as out:
        command = ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", LOAD_CORE, *wrk]
        process = subprocess.Popen(command, stdout=out, stderr=out)
    rates: list[float] = []
    try:
        yield rates
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    rates.append(rate_in(said.read_text()))


def key_flags(folder: Path) -> Iterator[str]:
    """Keys that both servers share."""
    for use in ("signing", "hashing", "sealing"):
        file = folder / f"{use}.key"
        file.touch(mode=0o600)
        file.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("="))
        yield f"--keys.{use}=file:{file}"


def measure(folder: Path, trials: int) -> dict[str, tuple[Found, float]]:
    """Of tokens and of sessions what was found, and the requests a second beside it."""
    folder = folder / "revocation"
    folder.mkdir()
    results = {}
    with ExitStack() as stack:
        postgres = Postgres()
        stack.callback(postgres.close)
        flags = [*key_flags(folder), f"--database.url={postgres.new_database()}"]
        flags += ["--http.threads=2", "--sign_in.per_minute=1000000"]
        first = stack.enter_context(PinnedServer(folder / "one", *flags))
        second = stack.enter_context(SecondServer(folder / "two", *flags))
        world = World([first, second])
        stack.callback(world.close)
        for what, make in (("token", world.new_token), ("session", world.new_session)):
            with (
                busy(folder, "one", first.url, world.token) as one,
                busy(folder, "two", second.url, world.token) as two,
            ):
                found = world.measure(make, trials)
            results[what] = (found, one[0] + two[0])
    return results
