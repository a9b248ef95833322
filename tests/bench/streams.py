"""What many open streams cost, and how soon an event reaches all of them."""

from __future__ import annotations

import asyncio
import itertools
import re
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from http_load import PinnedServer

EVENTS = 5
SECONDS = 30.0
OPENED_AT_ONCE = 100
_numbers = itertools.count()


class Streams:
    """Connections that listen to the people of one tenant."""

    def __init__(self, url: str, token: str) -> None:
        self._address = urlsplit(url)
        self._request = (
            "GET /api/v1/stream?topics=t/bench/principals HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {token}\r\n\r\n"
        ).encode()
        self._readers: list[asyncio.StreamReader] = []
        self._writers: list[asyncio.StreamWriter] = []

    async def open(self, count: int) -> None:
        for done in range(0, count, OPENED_AT_ONCE):
            some = min(OPENED_AT_ONCE, count - done)
            await asyncio.gather(*(self._open_one() for _ in range(some)))

    async def _open_one(self) -> None:
        host, port = self._address.hostname, self._address.port
        reader, writer = await asyncio.open_connection(host, port, limit=4096)
        self._readers.append(reader)
        self._writers.append(writer)
        writer.write(self._request)
        await asyncio.wait_for(reader.readuntil(b"event: ready\n"), SECONDS)
        await reader.readuntil(b"\n\n")

    async def hear(self, name: str) -> None:
        """Until each of them has heard of that one."""
        await asyncio.gather(*(self._hear_one(reader, name) for reader in self._readers))

    @staticmethod
    async def _hear_one(reader: asyncio.StreamReader, name: str) -> None:
        while name.encode() not in await asyncio.wait_for(reader.readuntil(b"\n\n"), SECONDS):
            pass

    async def close(self) -> None:
        for writer in self._writers:
            writer.close()
        closed = (writer.wait_closed() for writer in self._writers)
        await asyncio.gather(*closed, return_exceptions=True)


def resident_bytes(operator: httpx.Client) -> int:
    found = re.search(r"^process_resident_memory_bytes (\d+)", operator.get("/metrics").text, re.M)
    assert found
    return int(found[1])


@dataclass(frozen=True)
class Found:
    """MiB that the open streams take, and the most seconds from an answered change to them."""

    mib_more: float
    seconds_to_all: float
    seconds_to_one: float  # The same with a single stream.


async def slowest(streams: Streams, operator: httpx.Client) -> float:
    """Of EVENTS: the most seconds from an answered change until all of the streams told it."""
    most = 0.0
    for _ in range(EVENTS):
        name = f"listener-{next(_numbers)}"
        hearing = asyncio.create_task(streams.hear(name))
        body = {"name": name, "role": "viewer"}
        answer = await asyncio.to_thread(operator.post, "/api/v1/t/bench/principals", json=body)
        answer.raise_for_status()
        answered = time.monotonic()
        await hearing
        most = max(most, time.monotonic() - answered)
    return most


async def listen(server: PinnedServer, operator: httpx.Client, count: int) -> Found:
    alone = Streams(server.url, server.operator_token)
    await alone.open(1)
    to_one = await slowest(alone, operator)
    await alone.close()
    before = resident_bytes(operator)
    streams = Streams(server.url, server.operator_token)
    await streams.open(count)
    to_all = await slowest(streams, operator)
    more = resident_bytes(operator) - before
    await streams.close()
    return Found(more / 2**20, to_all, to_one)


def measure(folder: Path, count: int) -> Found:
    """The same on a server of its own, which lets one principal open as many."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    flag = f"--events.streams_per_principal={count + 1}"
    with PinnedServer(folder / "streams", flag) as server, server.operator() as operator:
        return asyncio.run(listen(server, operator, count))
