"""Disks that are full or take no writes, and bytes that are lost or altered."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.integration.disk import SmallDisk, without_privileges
from tests.integration.failures import (
    StartServer,
    Tenant,
    assert_sound,
    eventually,
    expect,
    refused_start,
)
from tests.integration.people import MODEL, Platform, done
from tests.integration.running import Running, run

DISK = 24 << 20
LARGE = 4 << 20


@dataclass
class Stage:
    """A server on a small disk, with a tenant whose model is in memory."""

    disk: SmallDisk
    platform: Platform
    acme: Tenant

    @property
    def server(self) -> Running:
        return self.platform.server

    def new_tenant(self, name: str) -> httpx.Response:
        return self.platform.operator.post("/api/v1/tenants", json={"name": name})


@pytest.fixture
def stage(tmp_path: Path, start_server: StartServer) -> Iterator[Stage]:
    with SmallDisk(tmp_path / "disk", DISK) as disk:
        data = disk.folder / "data"
        server = start_server(data, wrapper=disk.wrapper, seen=disk.seen / "data")
        platform = Platform(server)
        acme = Tenant(platform, "acme")
        acme.assert_answers()
        yield Stage(disk, platform, acme)
        server.end()


def unfinished(seen: Path) -> list[Path]:
    return list((seen / "objects" / ".incoming").iterdir())


def test_full_disk_refuses_writes_until_there_is_room(stage: Stage) -> None:
    stage.disk.fill()
    for _ in range(3):
        expect(stage.acme.upload(), "storage_full")
        expect(stage.acme.upload(os.urandom(LARGE)), "storage_full")
        expect(
            stage.platform.operator.post("/api/v1/tenants", json={"name": "globex"}), "storage_full"
        )
        expect(stage.acme.deploy(), "storage_full")
        stage.acme.assert_answers()
    assert unfinished(stage.server.seen) == []

    stage.disk.free()
    done(stage.acme.upload())
    done(stage.acme.deploy(2))
    done(stage.new_tenant("globex"))
    assert stage.acme.versions() == [1, 2]
    assert stage.server.stop() == 0
    assert_sound(stage.server.data, wrapper=stage.disk.wrapper)


def test_upload_that_does_not_fit_leaves_its_room_to_small_writes(stage: Stage) -> None:
    stage.disk.fill(but=LARGE // 2)
    expect(stage.acme.upload(os.urandom(LARGE)), "storage_full")
    assert unfinished(stage.server.seen) == []
    done(stage.acme.upload())
    done(stage.acme.deploy(2))


def test_start_on_a_full_disk_says_so(stage: Stage) -> None:
    assert stage.server.stop() == 0
    stage.disk.fill()
    refused_start(stage.server.data, "storage_full", wrapper=stage.disk.wrapper)
    stage.disk.free()
    stage.server.start()
    stage.acme.reconnect()
    stage.acme.assert_answers()


def test_read_only_disk_refuses_uploads_until_it_takes_them(stage: Stage) -> None:
    stage.disk.make_read_only(stage.server.data)
    expect(stage.acme.upload(), "storage_read_only")
    stage.acme.assert_answers()
    stage.disk.make_writable(stage.server.data)
    done(stage.acme.upload())
    assert stage.acme.versions() == [1, 2]


def test_start_on_a_read_only_disk_says_so(stage: Stage) -> None:
    assert stage.server.stop() == 0
    stage.disk.make_read_only(stage.server.data)
    refused_start(stage.server.data, "data_folder_unusable", wrapper=stage.disk.wrapper)
    stage.disk.make_writable(stage.server.data)
    stage.server.start()
    assert stage.server.stop() == 0
    assert_sound(stage.server.data, wrapper=stage.disk.wrapper)


@pytest.fixture
def unprivileged(tmp_path: Path, start_server: StartServer) -> Tenant:
    """A tenant of a server to which the rights of files apply, whoever runs the tests."""
    server = start_server(tmp_path / "data", wrapper=without_privileges())
    acme = Tenant(Platform(server), "acme")
    acme.assert_answers()
    return acme


def test_folder_that_takes_no_files_refuses_uploads_until_it_does(unprivileged: Tenant) -> None:
    incoming = unprivileged.platform.server.data / "objects" / ".incoming"
    incoming.chmod(0o500)
    expect(unprivileged.upload(), "storage_read_only")
    unprivileged.assert_answers()
    done(unprivileged.deploy())
    incoming.chmod(0o700)
    done(unprivileged.upload())
    assert unprivileged.versions() == [1, 2]


def test_start_on_a_database_that_takes_no_writes_says_so(unprivileged: Tenant) -> None:
    server = unprivileged.platform.server
    assert server.stop() == 0
    database = server.data / "armillary.db"
    database.chmod(0o400)
    refused_start(server.data, "storage_read_only", wrapper=without_privileges())
    database.chmod(0o600)
    server.start()


def limit_files(server: Running, size: int) -> None:
    """No file of the server may grow beyond that from now on."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_files_that_may_not_grow_are_a_full_disk(tmp_path: Path, start_server: StartServer) -> None:
    server = start_server(tmp_path / "data")
    acme = Tenant(Platform(server), "acme")
    acme.assert_answers()
    limit_files(server, 1)
    expect(acme.upload(), "storage_full")
    expect(acme.deploy(), "storage_full")
    acme.assert_answers()
    limit_files(server, resource.RLIM_INFINITY)
    done(acme.upload())
    done(acme.deploy(2))
    assert server.stop() == 0
    assert_sound(server.data)


def test_server_out_of_file_descriptors_comes_back(
    tmp_path: Path, start_server: StartServer
) -> None:
    server = start_server(tmp_path / "data")
    acme = Tenant(Platform(server), "acme")
    acme.assert_answers()
    pid = server.process.pid
    normal = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    taken = {int(path.name) for path in Path(f"/proc/{pid}/fd").iterdir()}
    free = next(number for number in range(len(taken) + 1) if number not in taken)
    for most in range(free, free + 4):  # With more of them, a later step of the upload fails.
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, normal[1]))
        answer = acme.upload()
        if answer.status_code != 201:
            expect(answer, "overloaded")
        acme.assert_answers()
    resource.prlimit(pid, resource.RLIMIT_NOFILE, normal)
    done(acme.upload())
    done(acme.deploy(2))
    assert server.stop() == 0
    assert_sound(server.data)


def lose(blob: Path) -> None:
    blob.unlink()


def flip(blob: Path) -> None:
    content = bytearray(blob.read_bytes())
    content[len(content) // 2] ^= 1
    blob.write_bytes(content)


def cut(blob: Path) -> None:
    blob.write_bytes(blob.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [lose, flip, cut])
def test_damaged_model_is_named_and_comes_back_with_its_bytes(
    tmp_path: Path, start_server: StartServer, damage: Callable[[Path], None]
) -> None:
    server = start_server(tmp_path / "data")
    platform = Platform(server)
    acme, globex = Tenant(platform, "acme"), Tenant(platform, "globex")
    done(acme.predict())
    blobs = {tenant.blob(server.data): tenant for tenant in (acme, globex)}
    sound = {blob: blob.read_bytes() for blob in blobs}
    for blob in blobs:
        damage(blob)

    expect(globex.predict(), "storage_corrupt")
    expect(globex.client.get(f"{globex.path}/models/{MODEL}/versions/1/content"), "storage_corrupt")
    acme.assert_answers()  # Its model is in memory.
    version = done(globex.client.get(f"{globex.path}/models/{MODEL}/versions/1"))
    assert server.stop() == 0
    said = run("check", "--data", str(server.data))
    assert said.returncode == 1
    assert f"version {version['id']} " in said.stdout
    assert "2 broken" in said.stdout
    assert "storage_corrupt" in said.stderr

    server.start()
    for tenant in (acme, globex):
        tenant.reconnect()
        expect(tenant.predict(), "storage_corrupt")
    for blob, content in sound.items():
        blob.write_bytes(content)
    for tenant in (acme, globex):
        assert eventually(tenant.predicts)
    assert server.stop() == 0
    assert_sound(server.data)
