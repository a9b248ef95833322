"""What the binary's other commands say."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.failures import eventually
from tests.integration.people import MODEL, Platform
from tests.integration.running import Running, run


def test_check_of_a_folder_without_an_installation_fails_and_makes_nothing(tmp_path: Path) -> None:
    done = run("check", "--data", str(tmp_path / "typo"))
    assert done.returncode == 1
    assert "data_folder_unusable" in done.stderr
    assert not (tmp_path / "typo").exists()


def test_check_names_an_altered_deployment_and_the_server_serves_the_others(tmp_path: Path) -> None:
    server = Running(tmp_path / "data")
    platform = Platform(server)
    tokens = {}
    for tenant in ("acme", "globex"):
        platform.add_tenant(tenant)
        tokens[tenant] = platform.token(tenant, "scientist")
        platform.add_model(tenant, tokens[tenant])
    server.stop()
    with sqlite3.connect(tmp_path / "data" / "armillary.db") as database:
        query = (
            "SELECT d.id FROM deployments d JOIN tenants t ON t.id = d.tenant_id WHERE t.name = ?"
        )
        (altered,) = database.execute(query, ("acme",)).fetchone()
        database.execute(
            "UPDATE deployments SET signature = x'00', digest = 'none' WHERE id = ?", (altered,)
        )

    checked = run("check", "--data", str(tmp_path / "data"))

    assert checked.returncode == 1
    assert f"deployment {altered}: its signature does not hold" in checked.stdout
    assert f"deployment {altered}: what is live is no version" in checked.stdout
    server.start()
    ready = f"/v2/models/{MODEL}/ready"
    assert server.client(tokens["globex"]).get(ready).status_code == 200
    assert server.client(tokens["acme"]).get(ready).status_code != 200
    server.stop()


def test_check_names_a_version_that_a_rollback_would_bring_back_damaged(tmp_path: Path) -> None:
    server = Running(tmp_path / "data")
    platform = Platform(server)
    platform.add_tenant("acme")
    scientist = platform.token("acme", "scientist")
    platform.add_model("acme", scientist)
    with server.client(scientist) as client:
        path = f"/api/v1/t/acme/deployments/{MODEL}"
        entry = client.post(path, json={"version": 2}).json()["id"]
    server.stop()
    with sqlite3.connect(tmp_path / "data" / "armillary.db") as database:
        changed = database.execute("UPDATE model_versions SET size_bytes = 1 WHERE number = 1")
        assert changed.rowcount == 1

    checked = run("check", "--data", str(tmp_path / "data"))

    assert checked.returncode == 1
    assert f"deployment {entry}: what was live before is no version" in checked.stdout
    assert "what is live is no version" not in checked.stdout


def test_check_changes_no_file(tmp_path: Path) -> None:
    server = Running(tmp_path / "data")
    Platform(server).add_tenant("acme")
    server.stop()
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}

    assert run("check", "--data", str(tmp_path / "data")).returncode == 0

    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_wrong_usage_exits_with_2() -> None:
    for arguments in (["chekc"], ["check", "--no-such-flag", "1"], ["verify"], []):
        assert run(*arguments).returncode == 2, arguments


def test_command_line_finds_the_server_it_started_on_a_free_port(tmp_path: Path) -> None:
    command = str(Path(sys.executable).parent / "armillary")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("ARMILLARY_")
    } | {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    data = tmp_path / "data"
    server = subprocess.Popen(
        [command, "up", "--data", str(data), "--listen", "127.0.0.1:0"], env=environment
    )
    try:
        assert eventually((data / "listening.json").is_file, 60)
        listed = subprocess.run(
            [command, "tenants", "list", "--json"],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
        )
    finally:
        server.terminate()
        assert server.wait(60) == 0
    assert listed.returncode == 0, listed.stderr
    assert [tenant["name"] for tenant in json.loads(listed.stdout)["items"]] == ["house"]
    assert str(data / "operator.token") in listed.stderr
    assert not (data / "listening.json").exists()


def test_an_option_that_is_none_is_named_without_its_value() -> None:
    for flags in (["--database.ulr=postgresql://u:hidden@h/d"], ["--database.ulr", "hidden"]):
        done = run("up", *flags)
        assert done.returncode == 2
        assert "database.ulr; did you mean database.url?" in done.stderr
        assert "hidden" not in done.stdout + done.stderr


@pytest.mark.parametrize("more", [[], ["--help"], ["--data", "x"]])
def test_a_command_that_is_none_is_named_with_the_nearest(more: list[str]) -> None:
    done = run("chekc", *more)
    assert done.returncode == 2
    assert "there is no command chekc; did you mean check?" in done.stderr
