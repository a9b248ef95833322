"""Rules that hold src/ as a whole to src/CMakeLists.txt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.cpp import SQL
from rules.private_names import private_names
from rules.source import Breach, Source

MAX_ASIO_SOURCES = 6
ASIO = re.compile(r"<boost/(asio|beast)[/.]")

# Runs the statements of others, and owns the tables that every store needs.
SQL_ENGINE = "metadata"


@dataclass(frozen=True)
class Module:
    name: str
    uses: frozenset[str]
    owns_tables: bool


Modules = dict[str, Module]
Found = Iterator[tuple[Source, int, str]]


def read_modules(root: Path) -> Modules:
    """The lines armillary_module(NAME [SQL] [USES a b] [LINKS x y]); base is used by all."""
    text = re.sub(r"#.*", "", (root / "src" / "CMakeLists.txt").read_text())
    modules: Modules = {}
    for arguments in re.findall(r"armillary_module\s*\(([^)]*)\)", text):
        name, *rest = arguments.split()
        uses, list_name = {name, "base"}, ""
        for word in rest:
            if word in {"SQL", "USES", "LINKS", "TEST_LINKS"}:
                list_name = word
            elif list_name == "USES":
                uses.add(word)
        modules[name] = Module(name, frozenset(uses), "SQL" in rest)
    return modules


def undeclared_modules(sources: list[Source], modules: Modules) -> Found:
    for source in sources:
        if source.module not in modules:
            yield source, 1, f"{source.module}/ is not declared in src/CMakeLists.txt"


def includes(sources: list[Source], modules: Modules) -> Found:
    for source in sources:
        allowed = modules[source.module].uses if source.module in modules else frozenset()
        for include in source.includes:
            if not include.text.startswith('"'):
                continue
            target, slash, rest = include.text.strip('"').partition("/")
            if not slash or target.startswith("."):
                yield source, include.line, 'includes are written from src/: "module/file.h"'
            elif target not in allowed:
                yield source, include.line, f"{source.module} may not include {target}"
            elif target != source.module and rest.startswith("internal/"):
                yield source, include.line, f"{target}/{rest} is internal to {target}"


def testing_includes(sources: list[Source], _modules: Modules) -> Found:
    for source in sources:
        for include in source.includes:
            if "/testing/" in include.text and not source.is_testing:
                yield source, include.line, "production code may not include what is for tests"


def sql(sources: list[Source], modules: Modules) -> Found:
    for source in sources:
        owner = source.module in modules and modules[source.module].owns_tables
        if source.module == SQL_ENGINE or (owner and may_hold_sql(source)):
            continue
        for literal in source.strings:
            if SQL.match(literal.text):
                where = "in *_store.cc" if owner else "in modules marked SQL"
                yield source, literal.line, f"SQL stands only {where}"


def may_hold_sql(source: Source) -> bool:
    return source.path.name.endswith("_store.cc") or source.is_testing


def asio(sources: list[Source], _modules: Modules) -> Found:
    """Counts the .cc files that reach Asio or Beast, also through headers of ours."""
    by_place = {source.place.as_posix(): source for source in sources}

    def reaches(source: Source, seen: set[str]) -> bool:
        seen.add(source.place.as_posix())
        for include in source.includes:
            if ASIO.match(include.text):
                return True
            ours = include.text.strip('"')
            if ours in by_place and ours not in seen and reaches(by_place[ours], seen):
                return True
        return False

    heavy = [s for s in sources if s.path.suffix == ".cc" and reaches(s, set())]
    if len(heavy) > MAX_ASIO_SOURCES:
        names = ", ".join(source.place.as_posix() for source in heavy)
        yield heavy[-1], 1, f"{len(heavy)} files reach Asio, {MAX_ASIO_SOURCES} at most: {names}"


def suppressions(sources: list[Source], _modules: Modules) -> Found:
    """A check that has to be silenced twice is taken out of .clang-tidy instead."""
    uses: dict[str, list[tuple[Source, int]]] = defaultdict(list)
    for source in sources:
        for comment in source.comments:
            for checks in re.findall(r"\bNOLINT\w*(\([^)]*\))?", comment.text):
                for check in checks.strip("()").split(",") or [""]:
                    uses[check.strip()].append((source, comment.line))
    for check, places in uses.items():
        if check in {"", "*"}:
            yield from ((source, line, "NOLINT names its check") for source, line in places)
        for source, line in places[1:]:
            yield source, line, f"{check or 'NOLINT'} is silenced {len(places)} times: take it out"


RULES: dict[str, Callable[[list[Source], Modules], Found]] = {
    "undeclared-module": undeclared_modules,
    "include": includes,
    "testing-include": testing_includes,
    "sql": sql,
    "asio": asio,
    "suppression": suppressions,
    "private-name": private_names,
}


def schema_files(root: Path, modules: Modules) -> Iterator[Breach]:
    """Tables belong to modules marked SQL."""
    for file in sorted((root / "src").rglob("*.sql")):
        path = file.relative_to(root)
        module = path.parts[1]
        if module not in modules or not modules[module].owns_tables:
            yield Breach(path, 1, "sql", f"{module} is not marked SQL in src/CMakeLists.txt")
        elif path.parts[2] != "schema":
            yield Breach(path, 1, "sql", "schema files lie in schema/")
