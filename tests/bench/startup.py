"""How fast models come in by the API, and how soon a server with many of them is ready."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from http_load import PinnedServer, logistic_regression

from armillary.conversion import convert

CLIENTS = 8


def put_model(client: httpx.Client, number: int, content: bytes) -> None:
    """Registers and deploys one."""
    path = f"/api/v1/t/bench/models/m{number}/versions"
    headers = {"Content-Type": "application/octet-stream"}
    client.post(path, content=content, headers=headers).raise_for_status()
    deployed = client.post(f"/api/v1/t/bench/deployments/m{number}", json={"version": 1})
    deployed.raise_for_status()


def fill(server: PinnedServer, models: int) -> float:
    """Models registered and deployed per second, by CLIENTS at once."""
    model, frame = logistic_regression()
    content = convert(model, frame).content
    headers = {"Authorization": f"Bearer {server.records.token}"}
    clients = [
        httpx.Client(base_url=server.url, headers=headers, timeout=60) for _ in range(CLIENTS)
    ]

    def one_client(index: int) -> None:
        for number in range(index, models, CLIENTS):
            put_model(clients[index], number, content)

    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(one_client, range(CLIENTS)))
    return models / (time.monotonic() - started)


def measure(folder: Path, models: int) -> tuple[float, float]:
    """Models per second, and seconds from the start of the process to ready with all of them."""
    place = folder / "startup"
    with PinnedServer(place) as server:
        rate = fill(server, models)
    started = time.monotonic()
    with RestartedServer(place):
        ready = time.monotonic() - started
    return rate, ready


class RestartedServer(PinnedServer):
    """The same data folder again, without a new tenant."""

    def _prepare(self) -> None:
        pass
