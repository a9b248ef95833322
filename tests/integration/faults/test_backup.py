"""Backups of a running installation: taken under load, verified, restored, and asked again."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.people import MODEL, Platform, done, example_model, unique
from tests.integration.running import Running, run


def fresh_model() -> bytes:
    """The example model with content of its own: one more entry of ONNX's metadata_props."""
    value = unique("model").encode()
    entry = b"\x0a\x03run\x12" + bytes([len(value)]) + value
    return example_model() + b"\x72" + bytes([len(entry)]) + entry


class Load:
    """Registers, deploys and makes tenants, over and over, and remembers what was acknowledged."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._token = platform.token("acme", "scientist")
        self._stop = threading.Event()
        self.tenants: list[str] = []
        self.versions: list[int] = []

    def _step(self, scientist: httpx.Client) -> None:
        name = unique("load")
        self._platform.add_tenant(name)
        self.tenants.append(name)
        upload = scientist.post(
            f"/api/v1/t/acme/models/{MODEL}/versions",
            content=fresh_model(),
            headers={"Content-Type": "application/octet-stream"},
        )
        self.versions.append(done(upload)["number"])
        path = f"/api/v1/t/acme/deployments/{MODEL}"
        done(scientist.post(path, json={"version": self.versions[-1]}))

    def _run(self) -> None:
        with self._platform.server.client(self._token) as scientist:
            while not self._stop.is_set():
                self._step(scientist)

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(60)


def rows(database: Path) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: set(connection.execute(f"SELECT * FROM {name}")) for (name,) in tables.fetchall()
        }


def files_below(folder: Path) -> dict[str, bytes]:
    """The content of every object."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in (folder / "objects").rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Load, Path, int]]:
    """A server, what was done to it, a backup taken meanwhile, and how many versions were there
    before it began."""
    folder = tmp_path_factory.mktemp("backup")
    server = Running(folder / "data")
    platform = Platform(server)
    platform.add_tenant("acme")
    platform.add_model("acme", platform.token("acme", "scientist"))
    load = Load(platform)
    with load.running():
        while len(load.versions) < 5:
            threading.Event().wait(0.01)
        before = len(load.versions)
        taken = run("backup", str(folder / "backup"), "--data", str(server.data))
        during = len(load.versions)
    assert taken.returncode == 0, f"{taken.stdout}{taken.stderr}"
    assert during > before, "nothing happened while the backup was taken"
    yield server, load, folder / "backup", before
    server.stop()


def test_backup_taken_under_load_restores_with_equal_rows_and_answers_the_same(
    backup: tuple[Running, Load, Path, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, load, copy, before = backup
    restored = run("restore", str(copy), "--data", str(tmp_path / "restored"))
    assert restored.returncode == 0, restored.stderr

    kept, came_back = rows(copy / "armillary.db"), rows(tmp_path / "restored" / "armillary.db")
    assert came_back == kept
    assert files_below(tmp_path / "restored") == files_below(copy)
    assert kept["model_versions"] <= rows(server.data / "armillary.db")["model_versions"]
    again = Running(tmp_path / "restored")
    try:
        operator = again.client(again.operator_token)
        for tenant in load.tenants[:before]:
            assert operator.get(f"/api/v1/tenants/{tenant}").status_code == 200
        token = done(operator.post("/api/v1/t/acme/tokens", json={"role": "scientist"}))["token"]
        there, here = again.client(token), server.client(load._token)
        live = done(there.get(f"/api/v1/t/acme/deployments/{MODEL}"))["version"]
        assert live >= load.versions[before - 1]
        deploy = {"version": live}
        done(here.post(f"/api/v1/t/acme/deployments/{MODEL}", json=deploy))
        answers = [done(c.post(f"/predict/{MODEL}", json=request_of(c))) for c in (there, here)]
        assert answers[0]["predictions"] == answers[1]["predictions"]
    finally:
        again.stop()
    checked = run("check", "--data", str(tmp_path / "restored"))
    assert checked.returncode == 0, checked.stdout
    with capsys.disabled():
        total = sum(len(found) for found in kept.values())
        print(f"\n{total} rows, {len(files_below(copy))} objects restored and equal")


def request_of(client: httpx.Client) -> dict[str, Any]:
    """A record of the columns that the live version names."""
    metadata = done(client.get(f"/v2/models/{MODEL}"))
    return {"records": [{column["name"]: 1.5 for column in metadata["inputs"]}]}


def test_check_holds_while_the_server_works(backup: tuple[Running, Load, Path, int]) -> None:
    server = backup[0]
    load = Load(Platform(server))
    with load.running():
        while len(load.versions) < 3:
            threading.Event().wait(0.01)
        checked = run("check", "--data", str(server.data))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_backup_is_whole_by_its_own_word_and_by_sha256sum(
    backup: tuple[Running, Load, Path, int],
) -> None:
    copy = backup[2]
    verified = run("verify", str(copy))
    assert verified.returncode == 0, verified.stderr
    plain = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "manifest.sha256"],
        check=False,
        cwd=copy,
        capture_output=True,
        text=True,
    )
    assert plain.returncode == 0, plain.stdout + plain.stderr


def test_flipped_byte_of_any_file_is_found_by_verify(
    backup: tuple[Running, Load, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backup[2]
    flipped = 0
    for path in sorted(p for p in copy.rglob("*") if p.is_file() and p.stat().st_size > 0):
        whole = path.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1}:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            found = run("verify", str(copy))
            assert found.returncode == 1, f"{path} byte {at}"
            assert "backup_invalid" in found.stderr
            flipped += 1
        path.write_bytes(whole)
    assert run("verify", str(copy)).returncode == 0
    with capsys.disabled():
        print(f"\n{flipped} flipped bytes, all found")


@pytest.mark.parametrize("change", ["lost", "added", "unfinished"])
def test_backup_that_is_not_as_it_was_sealed_is_not_restored(
    backup: tuple[Running, Load, Path, int], tmp_path: Path, change: str
) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", str(backup[2]), str(copy)], check=True)
    if change == "lost":
        next(p for p in (copy / "objects").rglob("*") if p.is_file()).unlink()
    elif change == "added":
        (copy / "keys" / "another").write_bytes(b"x")
    else:
        (copy / "manifest.sha256").unlink()
    refused = run("restore", str(copy), "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    assert "backup_invalid" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_neither_backup_nor_restore_touches_a_folder_with_content(
    backup: tuple[Running, Load, Path, int], tmp_path: Path
) -> None:
    server, _, copy, _ = backup
    (tmp_path / "mine").write_text("precious")
    for command in (
        ("backup", str(tmp_path), "--data", str(server.data)),
        ("restore", str(copy), "--data", str(tmp_path)),
    ):
        refused = run(*command)
        assert refused.returncode == 1
        assert "folder_not_empty" in refused.stderr
    assert (tmp_path / "mine").read_text() == "precious"


def test_backup_of_an_installation_with_a_lost_object_keeps_the_rest_and_says_so(
    tmp_path: Path,
) -> None:
    server = Running(tmp_path / "data")
    platform = Platform(server)
    for tenant in ("acme", "globex"):
        platform.add_tenant(tenant)
        platform.add_model(tenant, platform.token(tenant, "scientist"))
    server.stop()
    objects = sorted(p for p in (tmp_path / "data" / "objects").rglob("*") if p.is_file())
    objects[0].write_bytes(b"altered")

    taken = run("backup", str(tmp_path / "backup"), "--data", str(tmp_path / "data"))

    assert taken.returncode == 1
    assert "storage_corrupt" in taken.stderr
    assert "BROKEN" in taken.stdout
    assert run("verify", str(tmp_path / "backup")).returncode == 0
    assert len(files_below(tmp_path / "backup")) == len(objects) - 1


def test_restore_that_was_cut_short_cannot_be_started_on(
    backup: tuple[Running, Load, Path, int], tmp_path: Path
) -> None:
    copy = backup[2]
    points = tmp_path / "points"
    whole = run(
        "restore",
        str(copy),
        "--data",
        str(tmp_path / "whole"),
        env={"ARMILLARY_CRASH_LOG": str(points)},
    )
    assert whole.returncode == 0, whole.stderr
    last = len(points.read_text().splitlines())
    for point in {last // 4, last // 2, last - 2}:
        data = tmp_path / f"at-{point}"
        run("restore", str(copy), "--data", str(data), env={"ARMILLARY_CRASH_AT": str(point)})
        started = run("up", "--data", str(data), "--listen", "127.0.0.1:0")
        assert started.returncode == 1, f"point {point} of {last}"
        assert "data_folder_unusable" in started.stderr
