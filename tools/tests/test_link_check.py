"""Compiles a module that refers to what it must not, and requires that it is found."""

from __future__ import annotations

import subprocess
from pathlib import Path

import link_check


def archive(build: Path, module: str, code: str) -> None:
    folder = build / "src"
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{module}.cc"
    source.write_text(code)
    subprocess.run(["g++", "-c", source.name], check=True, cwd=folder)
    library = f"libarmillary_{module}.a"
    subprocess.run(["ar", "rc", library, f"{module}.o"], check=True, cwd=folder)


def plant(build: Path, planted: dict[str, str]) -> list[str]:
    for module in {module for rule in link_check.RULES for module in rule.modules}:
        archive(build, module, planted.get(module, "void Nothing() {}\n"))
    return list(link_check.breaches(build / "src"))


def test_modules_that_keep_apart_pass(tmp_path: Path) -> None:
    assert plant(tmp_path, {}) == []


def test_finds_sql_below_the_modules_that_own_tables(tmp_path: Path) -> None:
    code = 'extern "C" int sqlite3_open(const char*);\nint f() { return sqlite3_open(""); }\n'
    found = plant(tmp_path, {"serving": code})
    assert found == ["serving/serving.o refers to SQL: sqlite3_open"]


def test_finds_a_store_behind_the_api(tmp_path: Path) -> None:
    code = (
        "namespace armillary::catalog { struct ModelStore { void Find(); }; }\n"
        "void f(armillary::catalog::ModelStore& store) { store.Find(); }\n"
    )
    found = plant(tmp_path, {"api": code})
    assert found == ["api/api.o refers to a store: armillary::catalog::ModelStore::Find()"]
