"""The pages under /ui: what a browser gets, and what no path gets."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.failures import refused_start
from tests.integration.routes import code_of
from tests.integration.running import BUILD, Running
from tests.integration.wire import Message, Wire

FIRST = b"<!doctype html><title>Armillary</title>"
SCRIPT = b"export const answer = 42;\n" * 100
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; frame-src 'self'"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "assets").mkdir()
    (folder / "index.html").write_bytes(FIRST)
    (folder / "assets/app-1a2b.js").write_bytes(SCRIPT)
    (folder / "assets/app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder.parent / "secret.txt").write_text("not a page")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("served") / "data"
    server = Running(data, f"--workbench.folder={folder}")
    yield server
    server.stop()


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with server.client(None) as client:
        client.headers["Accept-Encoding"] = "identity"
        yield client


@pytest.mark.parametrize("path", ["/ui", "/ui/t/acme/models", "/ui/sign-in", "/ui/t/a/models/v1.2"])
def test_a_place_in_the_application_is_its_first_page(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"filter": "name = 'x'", "tab": "use"})
    assert (answer.status_code, answer.content) == (200, FIRST)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_asset_is_kept_for_ever_and_comes_packed(client: httpx.Client) -> None:
    plain = client.get("/ui/assets/app-1a2b.js")
    assert plain.content == SCRIPT
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    packed = client.get("/ui/assets/app-1a2b.js", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == SCRIPT
    assert int(packed.headers["Content-Length"]) < len(SCRIPT)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    head = client.head("/ui/assets/app-1a2b.js")
    assert (head.headers["Content-Length"], head.content) == (str(len(SCRIPT)), b"")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ui/assets/gone.js", "not_found"),
        ("/ui/assets/app-1a2b.js.gz", "not_found"),
        ("/ui/favicon.ico", "not_found"),
        ("/ui/../secret.txt", "invalid_path"),
        ("/ui/%2e%2e/secret.txt", "invalid_path"),
        ("/ui/assets/%2e%2e%2f%2e%2e%2fsecret.txt", "invalid_path"),
        ("/ui/assets/..%5c..%5csecret.txt", "not_found"),
        ("/ui//etc/passwd", "invalid_path"),
        ("/ui/", "invalid_path"),
    ],
)
def test_no_path_reaches_beyond_the_files(server: Running, path: str, code: str) -> None:
    with Wire(server.url) as wire:
        answer = wire.ask(Message("GET", path))
    assert answer.status >= 400
    assert answer.json()["code"] == code


def test_files_are_those_of_the_start(client: httpx.Client, folder: Path) -> None:
    late = folder / "assets/late-3c4d.js"
    late.write_text("late()")
    try:
        assert client.get("/ui/assets/late-3c4d.js").status_code == 404
    finally:
        late.unlink()


def test_the_root_leads_browsers_to_the_pages(client: httpx.Client) -> None:
    led = client.get("/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (led.status_code, led.headers["Location"]) == (303, "/ui")
    assert client.get("/").json()["pages"] == "/ui"


def test_without_pages_the_server_serves_all_else(
    tmp_path: Path, start_server: Callable[..., Running]
) -> None:
    # A binary alone in its folder, as somebody copies it.
    binary = Path(shutil.copy2(BUILD / "armillaryd", tmp_path))
    server = start_server(tmp_path / "data", binary=binary)
    with server.client(None) as client:
        for path in ("/ui", "/ui/assets/app.js"):
            answer = client.get(path)
            assert (answer.status_code, code_of(answer)) == (503, "pages_missing")
        assert client.get("/healthz").status_code == 200


def test_a_named_folder_without_pages_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    flag = f"--workbench.folder={folder}"
    said = refused_start(tmp_path / "data", "config_invalid_value", flag)
    assert "workbench.folder" in said
