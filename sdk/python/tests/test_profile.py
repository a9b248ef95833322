"""Where the address and the token come from."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from armillary._profile import note_server, resolve
from armillary.errors import ConfigurationError


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


def profile(variables: dict[str, str], text: str) -> None:
    path = Path(variables["XDG_CONFIG_HOME"]) / "armillary" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def server(
    variables: dict[str, str], tmp_path: Path, pid: int, listening: int | None = None
) -> Path:
    """Notes a server; the process `listening`, or else the same, says that it listens."""
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "operator.token").write_text("arm_operator\n")
    said = {"url": "http://127.0.0.1:9090", "pid": listening or pid}
    (data / "listening.json").write_text(json.dumps(said))
    return note_server(data, pid, variables)


def ended_process() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_prefers_what_is_given_to_the_environment(variables):
    variables |= {"ARMILLARY_URL": "http://a", "ARMILLARY_TOKEN": "arm_a"}
    assert resolve("http://b/", "arm_b", None, variables).url == "http://b"
    assert resolve(None, None, None, variables).token == "arm_a"


def test_reads_the_default_profile_and_a_named_one(variables):
    profile(
        variables,
        'default = "work"\n[profiles.work]\nurl = "http://w"\ntoken = "arm_w"\n'
        '[profiles.home]\nurl = "http://h"\ntoken = "arm_h"\n',
    )
    assert resolve(None, None, None, variables).url == "http://w"
    assert resolve(None, None, "home", variables).token == "arm_h"


def test_names_the_profiles_there_are_when_one_is_missing(variables):
    profile(variables, '[profiles.work]\nurl = "http://w"\n')
    with pytest.raises(ConfigurationError, match="work"):
        resolve(None, None, "wrok", variables)


def test_finds_the_operators_token_of_a_running_server_and_says_so(variables, tmp_path):
    server(variables, tmp_path, os.getpid())
    access = resolve(None, None, None, variables)
    assert (access.url, access.token) == ("http://127.0.0.1:9090", "arm_operator")
    assert "operator.token" in (access.remark or "")


def test_does_not_send_the_operators_token_elsewhere(variables, tmp_path):
    server(variables, tmp_path, os.getpid())
    with pytest.raises(ConfigurationError):
        resolve("http://other.example:9090", None, None, variables)


def test_forgets_a_server_that_has_ended(variables, tmp_path):
    server(variables, tmp_path, ended_process())
    with pytest.raises(ConfigurationError, match="ARMILLARY_TOKEN"):
        resolve(None, None, None, variables)


def test_does_not_take_the_address_of_the_server_before(variables, tmp_path):
    server(variables, tmp_path, os.getpid(), listening=ended_process())
    with pytest.raises(ConfigurationError, match="ARMILLARY_TOKEN"):
        resolve(None, None, None, variables)


def test_throws_away_the_notes_of_servers_that_have_ended(variables, tmp_path):
    old = server(variables, tmp_path, ended_process())
    new = server(variables, tmp_path, os.getpid())
    assert not old.exists()
    assert new.exists()


def test_keeps_its_notes_from_others(variables, tmp_path):
    path = server(variables, tmp_path, os.getpid())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
