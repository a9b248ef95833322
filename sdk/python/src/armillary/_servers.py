"""The servers that ``armillary up`` started on this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


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


def home_folder(variables: Mapping[str, str], variable: str, *under_home: str) -> Path | None:
    """The folder that a variable names, else one under the user's home, where there is one."""
    base = variables.get(variable)
    try:
        return (Path(base) if base else Path.home().joinpath(*under_home)) / "armillary"
    except RuntimeError:
        return None


def local_servers(variables: Mapping[str, str]) -> list[LocalServer]:
    """The noted servers that listen. On which address, each says in its own data folder: nobody
    else knows which port it got, or what its configuration says.
    """
    found = []
    for path in _notes(variables):
        try:
            noted = json.loads(path.read_text())
            data, pid = Path(noted["data"]), int(noted["pid"])
            listening = json.loads((data / "listening.json").read_text())
            server = LocalServer(str(listening["url"]), data, pid)
            is_its_own = int(listening["pid"]) == pid
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if is_its_own and _runs(pid) and _is_held(data):
            found.append(server)
    return found


def note_server(data: Path, pid: int, variables: Mapping[str, str]) -> Path | None:
    """Notes a server for later calls; the file is readable by its owner only. Forgets those that
    have ended. None where the user has no folder for it.
    """
    folder = _folder(variables)
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in _notes(variables):
        if not (old.stem.isdigit() and _runs(int(old.stem))):
            old.unlink(missing_ok=True)
    path = folder / f"{pid}.json"
    write_privately(path, json.dumps({"data": str(data), "pid": pid}))
    return path


def write_privately(path: Path, text: str) -> None:
    """Replaces a file at once; the new one is readable by its owner only."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    fresh.replace(path)


def _folder(variables: Mapping[str, str]) -> Path | None:
    base = home_folder(variables, "XDG_STATE_HOME", ".local", "state")
    return None if base is None else base / "servers"


def _notes(variables: Mapping[str, str]) -> list[Path]:
    folder = _folder(variables)
    return [] if folder is None else sorted(folder.glob("*.json"))


def _is_held(data: Path) -> bool:
    """Whether a server holds the folder; a number of a process may belong to another by now."""
    import fcntl  # where no server runs, there may be no such module

    try:
        with (data / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
