"""Whom to ask and as whom: arguments, environment variables, the profile file, this machine."""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from armillary._address import checked_address, checked_token, is_loopback, require_private
from armillary._errors import ConfigurationError
from armillary._servers import LocalServer, home_folder, local_servers, write_privately

_NAME = re.compile(r"[0-9A-Za-z_-]+")
DEFAULT_URL = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Access:
    """An address and a token, and a sentence where the token was not given but found."""

    url: str
    token: str = field(repr=False)
    remark: str | None = None


@dataclass(frozen=True)
class Profile:
    """An address and the token that is meant for it."""

    name: str
    url: str
    token: str | None = field(default=None, repr=False)


def config_path(variables: Mapping[str, str]) -> Path | None:
    """The profile file: ``$XDG_CONFIG_HOME/armillary/config.toml`` or under ``~/.config``; None
    for a user without a home.
    """
    folder = home_folder(variables, "XDG_CONFIG_HOME", ".config")
    return None if folder is None else folder / "config.toml"


def resolve(
    url: str | None = None,
    token: str | None = None,
    profile: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Access:
    """First what is given: the address, the token, the profile; then ARMILLARY_URL and
    ARMILLARY_TOKEN, then the default profile, then a server of this machine.

    A profile's token is for its own address only. Raises ConfigurationError where no token is
    found, where one is no token, and where it would be sent over plain HTTP beyond this machine.
    """
    variables = os.environ if environment is None else environment
    if url and token:
        return _access(checked_address(url), checked_token(token, "the token"), variables)
    chosen = _profile(variables, profile)
    where = url if url is not None else _variable(variables, "ARMILLARY_URL", chosen, profile)
    local = local_servers(variables)
    if where is None:
        where = chosen.url if chosen else local[0].url if len(local) == 1 else DEFAULT_URL
    address = checked_address(where)
    if token is not None:
        return _access(address, checked_token(token, "the token"), variables)
    secret = _variable(variables, "ARMILLARY_TOKEN", chosen, profile)
    if secret is not None:
        return _access(address, checked_token(secret, "ARMILLARY_TOKEN"), variables)
    if chosen and chosen.token is not None and chosen.url == address:
        return _access(address, chosen.token, variables)
    return _operator(address, local, chosen)


def profiles(path: Path) -> tuple[dict[str, Profile], str | None]:
    """The profiles of a file by name, and the name of the default one. Raises ConfigurationError
    where the file is of another shape.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, None
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    tables = document.get("profiles", {})
    default = document.get("default")
    if not isinstance(tables, dict) or not isinstance(default, str | None):
        raise ConfigurationError(f'{path} holds no [profiles.NAME] and default = "NAME"')
    return {name: _parsed(path, name, table) for name, table in tables.items()}, default


def keep(path: Path, profile: Profile, as_default: bool) -> bool:
    """Writes a profile into the file, readable by its owner only; comments in it are lost. The
    first one becomes the default one. True where the profile is the default one now.
    """
    if not _NAME.fullmatch(profile.name):
        raise ConfigurationError(f"{profile.name!r} is no name: letters, digits, - and _ only")
    known, default = profiles(path)
    known[profile.name] = profile
    if as_default or len(known) == 1:
        default = profile.name
    lines = [] if default is None else [f"default = {_quoted(default)}"]
    for kept in known.values():
        lines += ["", f"[profiles.{_quoted(kept.name)}]", f"url = {_quoted(kept.url)}"]
        lines += [] if kept.token is None else [f"token = {_quoted(kept.token)}"]
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_privately(path, "\n".join(lines).lstrip() + "\n")
    return default == profile.name


def _quoted(text: str) -> str:
    """As TOML has it; what JSON escapes, TOML escapes the same way."""
    return json.dumps(text, ensure_ascii=False)


def say(remark: str | None, write: Callable[[str], Any] = sys.stderr.write) -> None:
    """Says a remark on standard error."""
    if remark:
        write(f"{remark}\n")


def _access(address: str, token: str, variables: Mapping[str, str]) -> Access:
    require_private(address, variables)
    return Access(address, token)


def _variable(
    variables: Mapping[str, str], name: str, chosen: Profile | None, profile: str | None
) -> str | None:
    """A variable that counts: a profile that is asked for goes before it."""
    if chosen is not None and profile is not None:
        return None
    value = variables.get(name)
    if value is not None and not value.strip():
        raise ConfigurationError(f"{name} is set but empty; unset it or give it a value")
    return value


def _profile(variables: Mapping[str, str], asked: str | None) -> Profile | None:
    name = asked if asked is not None else variables.get("ARMILLARY_PROFILE") or None
    path = config_path(variables)
    if path is None:
        if name is not None:
            raise ConfigurationError(f"there is no home folder to hold profile {name!r}")
        return None
    known, default = profiles(path)
    wanted = name if name is not None else default
    if wanted is None:
        return None
    if wanted not in known:
        listed = ", ".join(sorted(known)) or "none"
        raise ConfigurationError(f"{path} has no profile {wanted!r}; it has: {listed}")
    return known[wanted]


def _parsed(path: Path, name: str, table: Any) -> Profile:
    where = f"profile {name!r} of {path}"
    if not isinstance(table, dict) or not isinstance(table.get("url"), str):
        raise ConfigurationError(f'{where} has no url = "https://..."')
    token = table.get("token")
    if not isinstance(token, str | None):
        raise ConfigurationError(f"{where} has a token that is no text")
    checked = None if token is None else checked_token(token, f"the token of {where}")
    return Profile(name, checked_address(table["url"]), checked)


def _operator(url: str, local: list[LocalServer], chosen: Profile | None) -> Access:
    for server in local:
        if _is_at(server, url) and server.operator_token.is_file():
            token = server.operator_token.read_text().strip()
            return Access(url, token, f"Using the operator's token of {server.operator_token}.")
    if chosen and chosen.token is not None:
        raise ConfigurationError(
            f"the token of profile {chosen.name!r} is for {chosen.url} and is not sent to {url}; "
            "give --token or set ARMILLARY_TOKEN"
        )
    raise ConfigurationError(
        "no token: set ARMILLARY_TOKEN, write a profile, or start a server here with "
        "`armillary up`, whose operator's token is then found"
    )


def _is_at(server: LocalServer, url: str) -> bool:
    same_port = urlsplit(server.url).port == urlsplit(url).port
    return server.url == url or (is_loopback(url) and same_port)
