"""What many open streams cost, and how soon an event reaches all of them."""

from __future__ import annotations

import asyncio
import re
import resource
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from http_load import PinnedServer

EVENTS = 5
SECONDS = 30.0
OPENED_AT_ONCE = 100


class StreamServer(PinnedServer):
    """One that opens as many streams as one principal wants."""

    def start(self, command: list[str], log: Path) -> None:
        super().start([*command, "--events.streams_per_principal=100000"], log)


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


def resident_bytes(operator: httpx.Client) -> int:
    found = re.search(r"^process_resident_memory_bytes (\d+)", operator.get("/metrics").text, re.M)
    assert found
    return int(found[1])


async def listen(server: PinnedServer, operator: httpx.Client, count: int) -> tuple[float, float]:
    """MiB more for so many streams, and the most seconds from an answered change to all of them."""
    before = resident_bytes(operator)
    streams = Streams(server.url, operator.headers["Authorization"].removeprefix("Bearer "))
    await streams.open(count)
    slowest = 0.0
    for number in range(EVENTS):
        name = f"listener-{number}"
        hearing = asyncio.create_task(streams.hear(name))
        body = {"name": name, "role": "viewer"}
        answer = await asyncio.to_thread(operator.post, "/api/v1/t/bench/principals", json=body)
        answer.raise_for_status()
        answered = time.monotonic()
        await hearing
        slowest = max(slowest, time.monotonic() - answered)
    more = resident_bytes(operator) - before
    await streams.close()
    return more / 2**20, slowest


def measure(folder: Path, count: int) -> tuple[float, float]:
    """The same on a server of its own."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    place = folder / "streams"
    place.mkdir()
    with StreamServer(place) as server:
        token = (place / "bench-data" / "operator.token").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=60) as operator:
            return asyncio.run(listen(server, operator, count))
