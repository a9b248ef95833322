"""The page of roles is current, and says of each cell what the oracle says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import docs_roles

ORACLE: dict[str, Any] = yaml.safe_load(docs_roles.ORACLE.read_text("utf-8"))
CONTRACT: dict[str, Any] = yaml.safe_load(docs_roles.CONTRACT.read_text("utf-8"))


def cells(page: str) -> dict[str, list[str]]:
    """The rows of the matrix, by permission."""
    section = page.split("## Who may do what")[1].split("## ", maxsplit=1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): [cell.strip() for cell in row[1:]] for row in rows}


def test_the_page_is_current() -> None:
    assert docs_roles.main(["--check"]) == 0


def test_every_permission_has_a_row_with_a_cell_for_each_role() -> None:
    found = cells(docs_roles.PAGE.read_text("utf-8"))
    assert list(found) == list(ORACLE["permissions"])
    assert {len(row) for row in found.values()} == {len(ORACLE["roles"])}


def test_a_cell_that_is_turned_round_changes_the_page() -> None:
    page = docs_roles.page(ORACLE, CONTRACT)
    for permission, by_role in ORACLE["permissions"].items():
        for role in ORACLE["roles"]:
            turned = "deny" if by_role[role] != "deny" else "allow"
            flipped = {**ORACLE["permissions"], permission: {**by_role, role: turned}}
            assert docs_roles.page({**ORACLE, "permissions": flipped}, CONTRACT) != page


def test_every_request_of_the_contract_is_there_at_one_of_its_addresses() -> None:
    page = docs_roles.PAGE.read_text("utf-8")
    for path, operations in CONTRACT["paths"].items():
        place = path.replace("/e/{environment}", "").removeprefix("/t/{tenant}")
        for method in set(docs_roles.METHODS) & set(operations):
            assert f"`{method.upper()} {place}`" in page


def test_an_old_page_is_found_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "roles.md"
    old.write_text("old", "utf-8")
    monkeypatch.setattr(docs_roles, "PAGE", old)
    assert docs_roles.main(["--check"]) == 1
    assert old.read_text("utf-8") == "old"
