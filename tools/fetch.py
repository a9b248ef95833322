#!/usr/bin/env python3
"""Brings the parts of third_party/lock.toml into .deps by the ordinary package clients.

A file is compared with its sha256 before anything is taken from it; what is there and verified is
not fetched again. Only the members that the lock names are taken, to the places that it names.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "third_party" / "lock.toml"
CLIENT_TIMEOUT_S = 900
ATTEMPTS = 3

Part = dict[str, Any]
Members = dict[str, Callable[[], bytes]]


class FetchError(Exception):
    """What went wrong and what to do about it, for the person at the keyboard."""


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def part_folder(deps: Path, part: Part) -> Path:
    return deps / f"{part['name']}-{part['version']}"


def run_client(command: list[str], folder: Path, advice: str) -> None:
    """Runs a package client in `folder`; tries again, because registries are busy at times."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            done = subprocess.run(
                command,
                check=False,
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=CLIENT_TIMEOUT_S,
            )
        except FileNotFoundError as error:
            raise FetchError(f"{command[0]} is not installed: {advice}") from error
        except subprocess.TimeoutExpired as error:
            raise FetchError(f"{command[0]} gave no answer in {CLIENT_TIMEOUT_S} s") from error
        if done.returncode == 0:
            return
        if attempt < ATTEMPTS:
            time.sleep(attempt)
    lines = (done.stderr or done.stdout).strip().splitlines()[-5:]
    raise FetchError("\n  ".join([f"`{' '.join(command)}` failed: {advice}", *lines]))


def fetch_pypi(part: Part, folder: Path, _deps: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--python-version", "3.11"]
    command += ["--platform", part["platform"], "--dest", ".", part["package"]]
    run_client(command, folder, "install python3-pip, or run ./dev deps, which makes .venv")


def npm_command(deps: Path) -> list[str]:
    """The machine's npm, or the one inside the Node that the lock names."""
    if shutil.which("npm"):
        return ["npm"]
    node = next(part for part in read_lock() if part["name"] == "node")
    provide(node, deps)
    folder = part_folder(deps, node)
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def fetch_npm(part: Part, folder: Path, deps: Path) -> None:
    command = [*npm_command(deps), "pack", "--silent", part["package"]]
    run_client(command, folder, "npm must reach its registry; see `npm config list`")


def fetch_apt(part: Part, folder: Path, _deps: Path) -> None:
    command = ["apt-get", "download", "--quiet", part["package"]]
    run_client(command, folder, "run `apt-get update` as root, then ./dev deps again")


CLIENTS: dict[str, Callable[[Part, Path, Path], None]] = {
    "pypi": fetch_pypi,
    "npm": fetch_npm,
    "apt": fetch_apt,
}


def download(part: Part, deps: Path) -> Path:
    """The verified file of a part, fetched only if it is not there yet."""
    kept: Path = deps / "downloads" / part["sha256"]
    if kept.exists() and sha256_of(kept) == part["sha256"]:
        return kept
    folder = deps / "downloads" / f"{part['name']}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        CLIENTS[part["client"]](part, folder, deps)
        found = [file for file in folder.iterdir() if file.is_file()]
        if len(found) != 1:
            raise FetchError(f"{part['package']}: expected one file, got {len(found)}")
        if (actual := sha256_of(found[0])) != part["sha256"]:
            raise FetchError(
                f"{found[0].name} has sha256 {actual}, third_party/lock.toml has {part['sha256']}: "
                "it was not unpacked. Do not change the lock before you know why."
            )
        found[0].replace(kept)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return kept


def zip_members(file: Path | io.BytesIO) -> Members:
    archive = zipfile.ZipFile(file)
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    return {name: partial(archive.read, name) for name in names}


def tar_members(file: IO[bytes]) -> Members:
    archive = tarfile.open(fileobj=file)

    def read(member: tarfile.TarInfo) -> bytes:
        content = archive.extractfile(member)
        return content.read() if content else b""

    return {entry.name: partial(read, entry) for entry in archive.getmembers() if entry.isfile()}


def open_members(part: Part, file: Path) -> Members:
    """The regular files of an archive by name; nothing is written."""
    if part["client"] == "apt":
        command = ["dpkg-deb", "--fsys-tarfile", str(file)]
        unpacked = subprocess.run(command, check=True, capture_output=True).stdout
        return tar_members(io.BytesIO(unpacked))
    members = zip_members(file) if zipfile.is_zipfile(file) else tar_members(file.open("rb"))
    if "inside" in part:
        members = zip_members(io.BytesIO(members[part["inside"]]()))
    return members


def wanted(part: Part, members: Members) -> Iterator[tuple[str, str]]:
    """Pairs of member and place. A name that ends in / takes the files below it."""
    for member, place in part["take"].items():
        if not member.endswith("/"):
            yield member, place
            continue
        below = [name for name in members if name.startswith(member)]
        if not below or any(".." in name.split("/") for name in below):
            raise FetchError(f"{part['package']}: {member} is empty or names a path upward")
        yield from ((name, place + name.removeprefix(member)) for name in below)


def take(part: Part, file: Path, folder: Path) -> None:
    members = open_members(part, file)
    for member, place in wanted(part, members):
        if member not in members:
            raise FetchError(f"{part['package']} has no member {member}")
        content = members[member]()
        if "forbid" in part and part["forbid"].encode() in content:
            raise FetchError(f"{member} contains {part['forbid']}, which must not be shipped")
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if place in part.get("executable", []):
            target.chmod(0o755)
        if part.get("check", {}).get(place, sha256_of(target)) != sha256_of(target):
            raise FetchError(f"{part['package']}: {member} is not the file that the lock describes")
    for link, to in part.get("links", {}).items():
        (folder / link).symlink_to(to)


def stamp_text(part: Part) -> str:
    return json.dumps(part, sort_keys=True)


def is_provided(part: Part, deps: Path) -> bool:
    stamp = part_folder(deps, part) / ".complete"
    return stamp.exists() and stamp.read_text() == stamp_text(part)


def provide(part: Part, deps: Path) -> bool:
    """Puts one part in its place; False if it was there already."""
    if is_provided(part, deps):
        return False
    folder = part_folder(deps, part)
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        take(part, download(part, deps), fresh)
        (fresh / ".complete").write_text(stamp_text(part))
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def read_lock(lock: Path = LOCK) -> list[Part]:
    parts: list[Part] = tomllib.loads(lock.read_text())["part"]
    return parts


def write_paths(lock: Path, deps: Path, parts: list[Part]) -> None:
    """Tells CMake where the parts are and from which lock they came."""
    lines = [f"set(ARMILLARY_DEPS_LOCK_SHA256 {sha256_of(lock)})"]
    for part in parts:
        name = part["name"].upper().replace("-", "_")
        folder = part_folder(deps, part).name
        lines.append(f"set(ARMILLARY_{name}_DIR ${{CMAKE_CURRENT_LIST_DIR}}/{folder})")
    text = "\n".join(lines) + "\n"
    paths = deps / "paths.cmake"
    if not paths.exists() or paths.read_text() != text:
        paths.write_text(text)


def is_complete(lock: Path, deps: Path) -> bool:
    """Whether fetch_all has nothing left to do."""
    paths = deps / "paths.cmake"
    current = paths.exists() and sha256_of(lock) in paths.read_text()
    return current and all(is_provided(part, deps) for part in read_lock(lock))


def fetch_all(lock: Path, deps: Path) -> None:
    parts = read_lock(lock)
    for part in parts:
        started = time.monotonic()
        if provide(part, deps):
            seconds = time.monotonic() - started
            print(f"  {part['name']} {part['version']}  {seconds:.1f} s", flush=True)
    write_paths(lock, deps, parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if something is missing")
    if parser.parse_args().check:
        return 0 if is_complete(LOCK, ROOT / ".deps") else 1
    try:
        fetch_all(LOCK, ROOT / ".deps")
    except FetchError as error:
        print(f"fetch: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
