"""Starts that must fail: what is in the way is named, with what to do; without it they succeed."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.integration.failures import StartServer, Tenant, assert_sound, refused, refused_start
from tests.integration.people import Platform
from tests.integration.running import Running

PAGE = 4096


@pytest.fixture
def installed(tmp_path: Path, start_server: StartServer) -> Running:
    """An installation with a deployed model, whose server has stopped."""
    server = start_server(tmp_path / "data")
    Tenant(Platform(server), "acme").assert_answers()
    assert server.stop() == 0
    return server


def assert_starts(server: Running) -> None:
    server.start()
    assert server.client(server.operator_token).get("/api/v1/whoami").status_code == 200
    assert server.stop() == 0
    assert_sound(server.data)


def test_second_server_on_a_folder_is_refused_and_the_first_goes_on(installed: Running) -> None:
    installed.start()
    said = refused_start(installed.data, "data_folder_locked")
    assert str(installed.data) in said
    assert installed.client(installed.operator_token).get("/api/v1/tenants").status_code == 200
    assert installed.stop() == 0
    assert_starts(installed)


def test_port_in_use_is_named(installed: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused_start(installed.data, "address_in_use", listen=f"127.0.0.1:{port}")
        assert str(port) in said
    assert_starts(installed)


@pytest.mark.parametrize(
    ("listen", "code"),
    [
        ("127.0.0.1", "config_invalid_value"),
        ("127.0.0.1:99999", "config_invalid_value"),
        ("nowhere:0", "address_unusable"),
        ("0.0.0.0:0", "tls_required"),
    ],
)
def test_address_that_cannot_be_listened_on_is_refused_before_anything_is_made(
    tmp_path: Path, listen: str, code: str
) -> None:
    refused_start(tmp_path / "data", code, listen=listen)
    assert not (tmp_path / "data").exists()


def test_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    refused_start(tmp_path / "data", "data_folder_unusable")
    assert (tmp_path / "data").read_text() == "mine"


@pytest.mark.parametrize("name", ["keys", "keys/keyring"])
def test_keys_that_others_may_read_are_refused(installed: Running, name: str) -> None:
    path = installed.data / name
    mode = path.stat().st_mode & 0o777
    path.chmod(mode | 0o040)
    said = refused_start(installed.data, "data_folder_unusable")
    assert f"chmod {mode:04o} {path}" in said
    path.chmod(mode)
    assert_starts(installed)


def test_no_new_keys_are_made_beside_an_old_database(installed: Running, tmp_path: Path) -> None:
    shutil.move(installed.data / "keys", tmp_path / "kept")
    said = refused_start(installed.data, "data_folder_unusable")
    assert "there are no keys" in said
    assert not (installed.data / "keys").exists()
    shutil.move(tmp_path / "kept", installed.data / "keys")
    assert_starts(installed)


def change(database: Path, sql: str) -> None:
    connection = sqlite3.connect(database)
    with connection:
        assert connection.execute(sql).rowcount == 1
    connection.close()


@pytest.mark.parametrize(
    ("sql", "undo", "code"),
    [
        (
            "INSERT INTO schema_migrations VALUES ('catalog', '9999_future.sql', 'ff')",
            "DELETE FROM schema_migrations WHERE name = '9999_future.sql'",
            "schema_newer",
        ),
        (
            "UPDATE schema_migrations SET sha256 = '~' || sha256 WHERE module = 'catalog'",
            "UPDATE schema_migrations SET sha256 = substr(sha256, 2) WHERE module = 'catalog'",
            "schema_changed",
        ),
    ],
)
def test_database_of_another_release_is_refused(
    installed: Running, sql: str, undo: str, code: str
) -> None:
    database = installed.data / "armillary.db"
    change(database, sql)
    refused_start(installed.data, code)
    refused(code, "check", "--data", str(installed.data))
    change(database, undo)
    assert_starts(installed)


def scribble(content: bytes, start: int, length: int) -> bytes:
    return content[:start] + b"\x7f" * length + content[start + length :]


@pytest.mark.parametrize("damage", ["first bytes", "pages", "cut short"])
def test_damaged_database_is_refused_and_left_as_it_is(installed: Running, damage: str) -> None:
    database = installed.data / "armillary.db"
    sound = database.read_bytes()
    broken = {
        "first bytes": scribble(sound, 0, 64),
        "pages": b"".join(
            page if number < 2 else scribble(page, 0, 64)
            for number, page in enumerate(
                sound[start : start + PAGE] for start in range(0, len(sound), PAGE)
            )
        ),
        "cut short": sound[: len(sound) // 2],
    }[damage]
    database.write_bytes(broken)
    refused_start(installed.data, "database_corrupt")
    refused("database_corrupt", "check", "--data", str(installed.data))
    assert database.read_bytes() == broken
    database.write_bytes(sound)
    assert_starts(installed)
