"""What the binary's other commands say."""

from __future__ import annotations

import sqlite3
from pathlib import Path

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
