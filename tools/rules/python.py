"""Rules for the Python files of the repository; ruff and mypy do the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rules.cpp import BANNED_NAMES, MAX_FILE_LINES, MAX_LINE_COLUMNS
from rules.source import Breach

FOLDERS = ("sdk", "tools", "tests", "examples", "cmake")


def python_files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            parts = file.relative_to(root).parts
            if not any(part.startswith(".") or part in {"build", "__pycache__"} for part in parts):
                yield file


def file_breaches(path: Path, lines: list[str]) -> Iterator[Breach]:
    if len(lines) > MAX_FILE_LINES:
        message = f"longer than {MAX_FILE_LINES} lines"
        yield Breach(path, len(lines), "python-file-length", message)
    if found := BANNED_NAMES.intersection({path.stem.removeprefix("test_"), *path.parts[:-1]}):
        message = f"'{found.pop()}' says nothing as a name: name the thing"
        yield Breach(path, 1, "python-banned-name", message)
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE_COLUMNS and "http" not in line:
            message = f"longer than {MAX_LINE_COLUMNS} columns"
            yield Breach(path, number, "python-line-length", message)
        if re.search(r"(?:^|\s)#\s.*\b(TODO|FIXME)\b(?!\(#\d+\))", line):
            yield Breach(path, number, "python-todo", "a TODO names its issue: TODO(#12)")


def is_generated(lines: list[str]) -> bool:
    return any("do not edit" in line.lower() for line in lines[:3])


def breaches(root: Path) -> Iterator[Breach]:
    for file in python_files(root):
        lines = file.read_text().splitlines()
        if not is_generated(lines):
            yield from file_breaches(file.relative_to(root), lines)
