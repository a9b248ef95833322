"""Whom to ask and as whom: arguments, environment variables, the profile file, this machine."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from armillary._errors import ConfigurationError

DEFAULT_URL = "http://127.0.0.1:8080"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Access:
    """An address and a token, and a sentence where the token was not given but found."""

    url: str
    token: str
    remark: str | None = None


@dataclass(frozen=True)
class LocalServer:
    """A server that ``armillary up`` started on this machine."""

    url: str
    data: Path
    pid: int

    @property
    def operator_token(self) -> Path:
        """Where the server keeps its first token, readable by its owner only."""
        return self.data / "operator.token"


def config_path(environment: Mapping[str, str]) -> Path:
    """The profile file: ``$XDG_CONFIG_HOME/armillary/config.toml`` or under ``~/.config``."""
    base = environment.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "armillary" / "config.toml"


def servers_path(environment: Mapping[str, str]) -> Path:
    """The folder in which ``armillary up`` notes the servers of this machine."""
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "armillary" / "servers"


def resolve(
    url: str | None = None,
    token: str | None = None,
    profile: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Access:
    """First what is given, then ARMILLARY_URL and ARMILLARY_TOKEN, then the profile file, then a
    server of this machine. Raises ConfigurationError where no token is found.
    """
    variables = os.environ if environment is None else environment
    chosen = _profile(variables, profile or variables.get("ARMILLARY_PROFILE"))
    local = local_servers(variables)
    address = url or variables.get("ARMILLARY_URL") or chosen.get("url")
    if not address:
        address = local[0].url if len(local) == 1 else DEFAULT_URL
    address = address.rstrip("/")
    secret = token or variables.get("ARMILLARY_TOKEN") or chosen.get("token")
    if secret:
        return Access(address, secret)
    return _operator(address, local)


def local_servers(environment: Mapping[str, str]) -> list[LocalServer]:
    """The noted servers that listen. On which address, each says in its own data folder: nobody
    else knows which port it got, or what its configuration says.
    """
    found = []
    for path in _notes(environment):
        try:
            noted = json.loads(path.read_text())
            data, pid = Path(noted["data"]), int(noted["pid"])
            listening = json.loads((data / "listening.json").read_text())
            server = LocalServer(str(listening["url"]), data, pid)
            is_its_own = int(listening["pid"]) == pid
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if is_its_own and _runs(pid):
            found.append(server)
    return found


def note_server(data: Path, pid: int, environment: Mapping[str, str]) -> Path:
    """Notes a server for later calls; the file is readable by its owner only. Forgets those that
    have ended.
    """
    folder = servers_path(environment)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in _notes(environment):
        if not (old.stem.isdigit() and _runs(int(old.stem))):
            old.unlink(missing_ok=True)
    path = folder / f"{pid}.json"
    text = json.dumps({"data": str(data), "pid": pid})
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return path


def _notes(environment: Mapping[str, str]) -> list[Path]:
    folder = servers_path(environment)
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def say(remark: str | None, write: Callable[[str], Any] = sys.stderr.write) -> None:
    """Says a remark on standard error."""
    if remark:
        write(f"{remark}\n")


def _profile(environment: Mapping[str, str], name: str | None) -> dict[str, str]:
    path = config_path(environment)
    if not path.exists():
        if name:
            raise ConfigurationError(f"there is no profile file {path} to hold profile {name!r}")
        return {}
    try:
        document = tomllib.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    wanted = name or document.get("default")
    if wanted is None:
        return {}
    profiles = document.get("profiles", {})
    if wanted not in profiles:
        known = ", ".join(sorted(profiles)) or "none"
        raise ConfigurationError(f"{path} has no profile {wanted!r}; it has: {known}")
    return {key: str(value) for key, value in profiles[wanted].items()}


def _operator(url: str, local: list[LocalServer]) -> Access:
    port = urlsplit(url).port
    for server in local:
        same = server.url == url or (_is_loopback(url) and urlsplit(server.url).port == port)
        if same and server.operator_token.is_file():
            token = server.operator_token.read_text().strip()
            return Access(url, token, f"Using the operator's token of {server.operator_token}.")
    raise ConfigurationError(
        "no token: set ARMILLARY_TOKEN, write a profile, or start a server here with "
        "`armillary up`, whose operator's token is then found"
    )


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in _LOOPBACK


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
