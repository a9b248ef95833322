"""PostgreSQL that goes away under a running server and comes back, and starts that need it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.integration.failures import (
    StartServer,
    Tenant,
    assert_sound,
    eventually,
    expect,
    refused_start,
)
from tests.integration.people import MODEL, Platform, done
from tests.integration.postgres import Postgres
from tests.integration.running import Running


@dataclass
class Stage:
    """A server over a PostgreSQL of its own, with a tenant whose model is in memory."""

    postgres: Postgres
    flags: tuple[str, str]
    server: Running
    platform: Platform
    acme: Tenant


@pytest.fixture
def stage(tmp_path: Path, start_server: StartServer) -> Iterator[Stage]:
    postgres = Postgres()
    try:
        flags = ("--database.url", postgres.new_database())
        server = start_server(tmp_path / "data", *flags)
        platform = Platform(server)
        acme = Tenant(platform, "acme")
        acme.assert_answers()
        yield Stage(postgres, flags, server, platform, acme)
        server.end()
    finally:
        postgres.close()


def recovered(acme: Tenant) -> bool:
    return acme.client.get(f"{acme.path}/models").status_code == 200


def assert_audited(platform: Platform, tenant: str) -> None:
    """The chain of the tenant's audit events is whole."""
    report = done(platform.operator.get(f"/api/v1/t/{tenant}/audit/verify"))
    assert report["verified"], report


def test_predictions_go_on_without_the_database(stage: Stage) -> None:
    acme = stage.acme
    stage.postgres.stop()
    for _ in range(3):
        expect(acme.upload(), "database_unavailable")
        expect(acme.deploy(), "database_unavailable")
        expect(acme.client.get(f"{acme.path}/models"), "database_unavailable")
        expect(acme.client.get(f"{acme.path}/deployments/{MODEL}"), "database_unavailable")
        done(acme.predict())
        done(acme.client.get(f"/v2/models/{MODEL}"))
        done(acme.client.get("/readyz"))
        assert acme.client.get("/healthz").status_code == 200

    stage.postgres.start()
    assert eventually(lambda: recovered(acme))
    done(acme.upload())
    done(acme.deploy(2))
    assert acme.versions() == [1, 2]
    assert done(acme.predict())["version"] == 2
    assert_audited(stage.platform, "acme")


def test_model_is_loaded_for_its_first_request_without_the_database(stage: Stage) -> None:
    globex = Tenant(stage.platform, "globex")
    stage.postgres.stop()
    done(globex.predict())


class Registrations(threading.Thread):
    """Registers versions, again and again, and keeps the numbers that were acknowledged."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        self.acknowledged: list[int] = []
        self.failures: set[int] = set()
        self.stopped = threading.Event()
        self._tenant = tenant

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                answer = self._tenant.upload()
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                self.acknowledged.append(answer.json()["number"])
            else:
                self.failures.add(answer.status_code)

    def has_more_than(self, count: int) -> bool:
        return len(self.acknowledged) > count


def test_nothing_acknowledged_is_lost_when_the_database_dies_at_work(stage: Stage) -> None:
    work = Registrations(stage.acme)
    work.start()
    try:
        for _ in range(3):
            more = len(work.acknowledged) + 5
            assert eventually(partial(work.has_more_than, more), 30)
            stage.postgres.stop()
            stage.postgres.start()
    finally:
        work.stopped.set()
        work.join(60)
    assert not work.is_alive()
    assert work.failures <= {503}
    assert eventually(lambda: recovered(stage.acme))
    assert set(work.acknowledged) <= set(stage.acme.versions())
    assert_audited(stage.platform, "acme")
    assert stage.server.stop() == 0
    assert_sound(stage.server.data, *stage.flags)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_at_work(stage: Stage) -> None:
    work = Registrations(stage.acme)
    work.start()
    assert eventually(lambda: work.has_more_than(10), 30)
    stage.server.kill()
    work.join(60)
    assert not work.is_alive()
    stage.server.start()
    stage.acme.reconnect()
    assert set(work.acknowledged) <= set(stage.acme.versions())
    done(stage.acme.predict())
    assert stage.server.stop() == 0
    assert_sound(stage.server.data, *stage.flags)


def test_start_without_the_database_says_so(stage: Stage) -> None:
    stage.postgres.stop()
    assert stage.server.stop() == 0
    refused_start(stage.server.data, "database_unavailable", *stage.flags)
    stage.postgres.start()
    stage.server.start()
    stage.acme.reconnect()
    stage.acme.assert_answers()


def test_no_new_keys_are_made_beside_an_old_database(stage: Stage, tmp_path: Path) -> None:
    assert stage.server.stop() == 0
    refused_start(tmp_path / "empty", "data_folder_unusable", *stage.flags)
    assert not (tmp_path / "empty" / "keys").exists()
    stage.server.start()
    stage.acme.reconnect()
    stage.acme.assert_answers()


def test_no_secret_of_the_url_is_shown(stage: Stage, tmp_path: Path) -> None:
    url = f"postgresql://armillary:hunter2@/none?host={stage.postgres.folder}"
    said = refused_start(tmp_path / "other", "database_unavailable", "--database.url", url)
    assert "hunter2" not in said
