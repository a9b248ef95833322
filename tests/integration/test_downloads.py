"""The bytes of a version come back whole, or the part of them that was asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.integration.people import MODEL, Platform, example_model, unique
from tests.integration.routes import code_of

CONTENT = example_model()
LENGTH = len(CONTENT)
Download = Callable[[dict[str, str]], httpx.Response]


@pytest.fixture(scope="module")
def download(platform: Platform) -> Iterator[Download]:
    """Asks for the content of a version of a new tenant."""
    tenant = unique("downloads")
    platform.add_tenant(tenant)
    token = platform.token(tenant, "scientist")
    platform.add_model(tenant, token)
    path = f"/api/v1/t/{tenant}/models/{MODEL}/versions/1/content"
    with platform.server.client(token) as client:
        yield lambda headers: client.get(path, headers=headers)


def test_the_whole_content_comes_with_its_digest(download: Download) -> None:
    answer = download({})
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["Armillary-Digest"] == f"sha256={hashlib.sha256(CONTENT).hexdigest()}"
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "part"),
    [("0-9", slice(0, 10)), ("10-", slice(10, None)), ("-7", slice(LENGTH - 7, None))],
)
def test_a_range_is_that_part_and_says_where_it_lies(
    download: Download, asked: str, part: slice
) -> None:
    answer = download({"Range": f"bytes={asked}"})
    first, end, _ = part.indices(LENGTH)
    assert (answer.status_code, answer.content) == (206, CONTENT[part])
    assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{LENGTH}"


def test_a_range_beyond_the_content_is_told_its_length(download: Download) -> None:
    answer = download({"Range": f"bytes={LENGTH}-"})
    assert (answer.status_code, code_of(answer)) == (416, "range_not_satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{LENGTH}"
