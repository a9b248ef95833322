"""The fetcher takes what the lock names, verified, once, and nothing else."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

import fetch


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


class Registry:
    """A package client that hands out one archive and counts how often it was asked."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self.content = zipped(members)
        self.asked = 0

    def __call__(self, _part: fetch.Part, folder: Path, _deps: Path) -> None:
        self.asked += 1
        (folder / "part.whl").write_bytes(self.content)

    def part(self, **changes: object) -> fetch.Part:
        entry: fetch.Part = {
            "name": "part",
            "version": "1",
            "client": "pypi",
            "package": "part==1",
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "take": {"lib/a.so": "lib/a.so"},
        }
        return {**entry, **changes}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    made = Registry({"lib/a.so": b"code", "lib/b.so": b"other", "../outside": b"hostile"})
    monkeypatch.setitem(fetch.CLIENTS, "pypi", made)
    return made


def test_takes_the_named_members_and_no_others(registry: Registry, tmp_path: Path) -> None:
    assert fetch.provide(registry.part(), tmp_path)
    taken = [file.name for file in (tmp_path / "part-1" / "lib").iterdir()]
    assert taken == ["a.so"]
    assert not (tmp_path / "outside").exists()


def test_does_not_fetch_what_is_there(registry: Registry, tmp_path: Path) -> None:
    fetch.provide(registry.part(), tmp_path)
    assert not fetch.provide(registry.part(), tmp_path)
    fetch.provide(registry.part(take={"lib/b.so": "b.so"}), tmp_path)
    assert registry.asked == 1
    assert (tmp_path / "part-1" / "b.so").read_bytes() == b"other"


def test_fetches_again_what_was_damaged(registry: Registry, tmp_path: Path) -> None:
    part = registry.part()
    fetch.download(part, tmp_path).write_bytes(b"half of it")
    fetch.provide(part, tmp_path)
    assert registry.asked == 2
    assert (tmp_path / "part-1" / "lib" / "a.so").read_bytes() == b"code"


def test_refuses_a_file_with_another_hash(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(fetch.FetchError, match="it was not unpacked"):
        fetch.provide(registry.part(sha256="0" * 64), tmp_path)
    assert not (tmp_path / "part-1").exists()


def test_refuses_a_member_with_another_hash(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(fetch.FetchError, match="not the file that the lock describes"):
        fetch.provide(registry.part(check={"lib/a.so": "0" * 64}), tmp_path)


def test_refuses_what_must_not_be_shipped(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(fetch.FetchError, match="must not be shipped"):
        fetch.provide(registry.part(forbid="code"), tmp_path)
    assert not (tmp_path / "part-1").exists()


def test_refuses_a_folder_that_names_a_path_upward(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(fetch.FetchError, match="names a path upward"):
        fetch.provide(registry.part(take={"../": "lib/"}), tmp_path)


def test_says_what_to_do_when_a_client_is_missing(tmp_path: Path) -> None:
    with pytest.raises(fetch.FetchError, match="no-such-client is not installed: install it"):
        fetch.run_client(["no-such-client"], tmp_path, "install it")


def test_tells_cmake_where_the_parts_are(tmp_path: Path) -> None:
    lock = tmp_path / "lock.toml"
    lock.write_text("")
    fetch.write_paths(lock, tmp_path, [{"name": "two-words", "version": "3"}])
    text = (tmp_path / "paths.cmake").read_text()
    assert "set(ARMILLARY_TWO_WORDS_DIR ${CMAKE_CURRENT_LIST_DIR}/two-words-3)" in text
    assert hashlib.sha256(b"").hexdigest() in text
