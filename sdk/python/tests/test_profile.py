"""Where the address and the token come from."""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from armillary._profile import resolve
from armillary._servers import note_server
from armillary.client import Client
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


class NoteServer:
    """Notes a server; the process `listening`, or else the same, says that it listens."""

    def __init__(self, data: Path, lock: TextIO, variables: dict[str, str]) -> None:
        self._data = data
        self._lock = lock
        self._variables = variables

    def __call__(self, pid: int, listening: int | None = None, is_held: bool = True) -> Path:
        fcntl.flock(self._lock, fcntl.LOCK_EX if is_held else fcntl.LOCK_UN)
        (self._data / "operator.token").write_text("arm_operator\n")
        said = {"url": "http://127.0.0.1:9090", "pid": listening or pid}
        (self._data / "listening.json").write_text(json.dumps(said))
        path = note_server(self._data, pid, self._variables)
        assert path is not None
        return path


@pytest.fixture
def server(variables: dict[str, str], tmp_path: Path) -> Iterator[NoteServer]:
    data = tmp_path / "data"
    data.mkdir()
    with (data / "lock").open("w") as lock:
        yield NoteServer(data, lock, variables)


def ended_process() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_prefers_what_is_given_to_the_environment(variables: dict[str, str]) -> None:
    variables |= {"ARMILLARY_URL": "https://a", "ARMILLARY_TOKEN": "arm_a"}
    assert resolve("https://b/", "arm_b", None, variables).url == "https://b"
    assert resolve(None, None, None, variables).token == "arm_a"


def test_reads_the_default_profile_and_a_named_one(variables: dict[str, str]) -> None:
    profile(
        variables,
        'default = "work"\n[profiles.work]\nurl = "https://w"\ntoken = "arm_w"\n'
        '[profiles.home]\nurl = "https://h"\ntoken = "arm_h"\n',
    )
    assert resolve(None, None, None, variables).url == "https://w"
    assert resolve(None, None, "home", variables).token == "arm_h"


def test_names_the_profiles_there_are_when_one_is_missing(variables: dict[str, str]) -> None:
    profile(variables, '[profiles.work]\nurl = "https://w"\n')
    with pytest.raises(ConfigurationError, match="work"):
        resolve(None, None, "wrok", variables)


def test_finds_the_operators_token_of_a_running_server_and_says_so(
    variables: dict[str, str], server: NoteServer
) -> None:
    server(os.getpid())
    access = resolve(None, None, None, variables)
    assert (access.url, access.token) == ("http://127.0.0.1:9090", "arm_operator")
    assert "operator.token" in (access.remark or "")


def test_does_not_send_the_operators_token_elsewhere(
    variables: dict[str, str], server: NoteServer
) -> None:
    server(os.getpid())
    with pytest.raises(ConfigurationError):
        resolve("https://other.example:9090", None, None, variables)


def test_forgets_a_server_that_has_ended(variables: dict[str, str], server: NoteServer) -> None:
    server(ended_process())
    with pytest.raises(ConfigurationError, match="ARMILLARY_TOKEN"):
        resolve(None, None, None, variables)


def test_does_not_take_the_address_of_the_server_before(
    variables: dict[str, str], server: NoteServer
) -> None:
    server(os.getpid(), listening=ended_process())
    with pytest.raises(ConfigurationError, match="ARMILLARY_TOKEN"):
        resolve(None, None, None, variables)


def test_throws_away_the_notes_of_servers_that_have_ended(
    variables: dict[str, str], server: NoteServer
) -> None:
    old = server(ended_process())
    new = server(os.getpid())
    assert not old.exists()
    assert new.exists()


def test_keeps_its_notes_from_others(variables: dict[str, str], server: NoteServer) -> None:
    path = server(os.getpid())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_does_not_take_a_number_of_a_process_for_a_running_server(
    variables: dict[str, str], server: NoteServer
) -> None:
    server(os.getpid(), is_held=False)
    with pytest.raises(ConfigurationError, match="ARMILLARY_TOKEN"):
        resolve(None, None, None, variables)


WORK = 'default = "work"\n[profiles.work]\nurl = "https://w"\ntoken = "arm_work"\n'


def test_sends_a_profiles_token_to_the_profiles_address_only(variables: dict[str, str]) -> None:
    profile(variables, WORK)
    assert resolve("https://w/", None, None, variables).token == "arm_work"
    with pytest.raises(ConfigurationError, match="not sent to https://evil"):
        resolve("https://evil", None, None, variables)
    with pytest.raises(ConfigurationError, match="not sent to https://evil"):
        resolve(None, None, None, variables | {"ARMILLARY_URL": "https://evil"})


def test_a_profile_that_is_asked_for_goes_before_the_variables(variables: dict[str, str]) -> None:
    profile(variables, WORK)
    variables |= {"ARMILLARY_URL": "https://v", "ARMILLARY_TOKEN": "arm_v"}
    asked = resolve(None, None, "work", variables)
    assert (asked.url, asked.token) == ("https://w", "arm_work")


def test_an_address_and_a_token_need_no_profile(variables: dict[str, str]) -> None:
    profile(variables, "this is no toml")
    variables["ARMILLARY_PROFILE"] = "gone"
    assert resolve("https://a", "arm_a", None, variables).token == "arm_a"


@pytest.mark.parametrize("name", ["ARMILLARY_TOKEN", "ARMILLARY_URL"])
def test_takes_an_empty_variable_for_a_mistake(
    variables: dict[str, str], server: NoteServer, name: str
) -> None:
    server(os.getpid())
    with pytest.raises(ConfigurationError, match=f"{name} is set but empty"):
        resolve(None, None, None, variables | {name: " "})


@pytest.mark.parametrize("token", ["arm_se\x00cret", "arm_se cret", "arm_sécret", "secret", ""])
def test_refuses_what_is_no_token_without_quoting_it(variables: dict[str, str], token: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        resolve("https://a", token, None, variables)
    assert "cret" not in str(refused.value)


def test_forgives_blanks_around_a_token(variables: dict[str, str]) -> None:
    assert resolve("https://a", " arm_a\n", None, variables).token == "arm_a"


def test_keeps_a_token_out_of_its_text(variables: dict[str, str]) -> None:
    assert "arm_a" not in repr(resolve("https://a", "arm_a", None, variables))


def test_sends_no_token_over_plain_http_beyond_this_machine(variables: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="ARMILLARY_ALLOW_PLAIN_HTTP"):
        resolve("http://10.0.0.7:8080", "arm_a", None, variables)
    variables["ARMILLARY_ALLOW_PLAIN_HTTP"] = "1"
    assert resolve("http://10.0.0.7:8080", "arm_a", None, variables).token == "arm_a"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "localhost", "[::1]"])
def test_knows_this_machine_by_all_its_addresses(variables: dict[str, str], host: str) -> None:
    assert resolve(f"http://{host}:9090", "arm_a", None, variables).token == "arm_a"


@pytest.mark.parametrize(
    "url", ["http://host:abc", "host:8080", "", "ftp://a", "https://", "https://me:secret@a"]
)
def test_refuses_what_is_no_address(variables: dict[str, str], url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        resolve(url, "arm_a", None, variables)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "profiles = 3",
        'default = 3\n[profiles.work]\nurl = "https://w"',
        'default = "work"\n[profiles]\nwork = "https://w"',
        'default = "work"\n[profiles.work]\ntoken = "arm_w"',
        'default = "work"\n[profiles.work]\nurl = "https://w"\ntoken = 7',
        "\xff",
    ],
)
def test_says_what_is_wrong_with_a_profile_file(variables: dict[str, str], text: str) -> None:
    profile(variables, text)
    with pytest.raises(ConfigurationError, match=r"config\.toml"):
        resolve(None, None, None, variables)


def test_does_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    nobody = max(entry.pw_uid for entry in pwd.getpwall()) + 12345
    monkeypatch.setattr(os, "getuid", lambda: nobody)
    assert resolve("https://a", None, None, {"ARMILLARY_TOKEN": "arm_a"}).token == "arm_a"
    with pytest.raises(ConfigurationError, match="no token"):
        resolve(None, None, None, {})
    assert note_server(Path("/data"), 1, {}) is None


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        Client("https://armillary.example", "arm_x")
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        Client("https://127.0.0.1:1", "arm_x")
    Client("http://127.0.0.1:1", "arm_x").close()  # Nobody asks for a certificate there.
