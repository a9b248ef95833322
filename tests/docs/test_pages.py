"""Every command of the README and the guide works, as the page says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.walk import make_checkout, pages, script_of, walk
from tests.integration.running import ROOT

INLINE = re.compile(r"`((?:\.venv/bin/)?armillaryd? [a-z][^`]*)`")
PATH = "PATH=$PWD/.venv/bin:$PWD/build/release:$PATH"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkout(tmp_path_factory.mktemp("checkout") / "armillary")


def inline_commands() -> list[str]:
    """The commands that stand in the text of a page, each once."""
    texts = [(ROOT / page).read_text() for page in pages()]
    prose = [re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S) for text in texts]
    return sorted({" ".join(found.split()) for text in prose for found in INLINE.findall(text)})


@pytest.mark.parametrize("page", [page for page in pages() if script_of(page)])
def test_each_command_of_the_page_works(page: str, tmp_path: Path) -> None:
    done = walk(script_of(page), make_checkout(tmp_path / "armillary"))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("command", inline_commands())
def test_a_command_in_the_text_exists(command: str, checkout: Path) -> None:
    done = walk(f"export {PATH}\n{command} --help", checkout)
    assert done.returncode == 0, done.stdout
    usage = re.search(r"Usage: (.*)", done.stdout)
    assert usage is not None
    assert "COMMAND" not in usage[1], "the help is that of the command above"


def test_the_walk_fails_with_the_page(tmp_path: Path) -> None:
    broken = f"set -e\nexport {PATH}\narmillary tenants create acme\necho went on"
    done = walk(broken, make_checkout(tmp_path / "armillary"))
    assert done.returncode != 0
    assert "went on" not in done.stdout
    assert "no token" in done.stdout
