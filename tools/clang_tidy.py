#!/usr/bin/env python3
"""Runs clang-tidy over the sources of a build, skipping what passed before, unchanged.

What passed is remembered by a hash of everything that its verdict depends on: the checks, the
command line, the file and those of our headers that it reaches. It is kept in the user's cache, so
that a fresh clone on the same machine profits too. Exits 1 if anything is found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = Path(sys.executable).with_name("clang-tidy")  # third_party/python.lock has it.

FINDING = re.compile(r"^(?=/\S+:\d+:\d+: (?:error|warning))", re.M)

# GoogleTest's macros nest by themselves; tidy.py measures what tests write.
NOT_IN_TESTS = "-readability-function-size"


@dataclass(frozen=True)
class Unit:
    """One source file and how it is compiled."""

    file: Path
    folder: str
    command: str


def apart(unit: Unit) -> list[Unit]:
    """The sources that CMake has compiled together, each as if it were compiled alone."""
    if unit.file.parent.name != "Unity":
        return [unit]
    together = re.findall(r'^#include "(.+)"', unit.file.read_text(), re.M)
    assert together, f"{unit.file} has no sources"
    return [
        Unit(Path(source), unit.folder, unit.command.replace(str(unit.file), source))
        for source in together
    ]


def read_units(build: Path) -> list[Unit]:
    entries = json.loads((build / "compile_commands.json").read_text())
    own = (ROOT / "src", ROOT / "tests")
    compiled = [Unit(Path(item["file"]), item["directory"], item["command"]) for item in entries]
    units = [unit for together in compiled for unit in apart(together)]
    return [unit for unit in units if any(unit.file.is_relative_to(folder) for folder in own)]


def write_commands(units: list[Unit], folder: Path) -> None:
    """What clang-tidy reads to know how each file is compiled."""
    folder.mkdir(exist_ok=True)
    entries = [
        {"file": str(unit.file), "directory": unit.folder, "command": unit.command}
        for unit in units
    ]
    (folder / "compile_commands.json").write_text(json.dumps(entries))


@cache
def reached(file: Path, folders: tuple[Path, ...]) -> frozenset[Path]:
    """The files of ours that a file includes, directly or not, and itself."""
    found, waiting = {file}, [file]
    while waiting:
        for name in re.findall(r'^\s*#\s*include\s*"([^"]+)"', waiting.pop().read_text(), re.M):
            for target in (folder / name for folder in folders):
                if target.exists() and target not in found:
                    found.add(target)
                    waiting.append(target)
    return frozenset(found)


def verdict_key(unit: Unit, build: Path, checks: str) -> str:
    """A hash of what the verdict on a file depends on, the same in every clone."""
    sha = hashlib.sha256(checks.encode())
    how = re.sub(r" -o \S+", "", unit.command)  # Which batch it is in says nothing of the file.
    sha.update(how.replace(str(ROOT), "").encode())
    for file in sorted(reached(unit.file, (ROOT / "src", build / "generated"))):
        sha.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return sha.hexdigest()


def inspect(unit: Unit, commands: Path, program: Path) -> str:
    """What clang-tidy says about a file; empty only if it ended well."""
    command = [str(program), "-p", str(commands), "--quiet", str(unit.file)]
    if unit.file.stem.endswith("_test") or "testing" in unit.file.parts:
        command.append(f"--checks={NOT_IN_TESTS}")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        return ""
    if done.returncode == 1 and FINDING.search(done.stdout):
        return done.stdout
    return (
        f"{unit.file}:1:1: error: {program.name} ended with {done.returncode}\n"
        f"{done.stdout}{done.stderr}"
    )


def verdict_folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(cache) / "armillary" / "clang-tidy"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def findings_in(report: str) -> Iterator[tuple[str, str]]:
    """Pairs of first line and whole text of each finding."""
    for block in FINDING.split(report):
        if block.strip():
            yield block.splitlines()[0], block.replace(f"{ROOT}/", "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a built folder")
    parser.add_argument("--program", type=Path, default=TOOL, help="another clang-tidy")
    parser.add_argument("files", nargs="*", type=Path, help="only these")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    only = {file.resolve() for file in arguments.files}
    program = arguments.program
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    checks = (ROOT / ".clang-tidy").read_text() + version.stdout + NOT_IN_TESTS
    folder, started = verdict_folder(), time.monotonic()
    units = [unit for unit in read_units(build) if not only or unit.file in only]
    commands = build / "clang-tidy-commands"
    write_commands(units, commands)

    def judge(unit: Unit) -> tuple[bool, str]:
        stamp = folder / verdict_key(unit, build, checks)
        if stamp.exists():
            return False, ""
        report = inspect(unit, commands, program)
        if not report:
            stamp.touch()
        return True, report

    findings: set[str] = set()  # A header is seen through many files, and shown once.
    looked = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for new, report in pool.map(judge, units):
            looked += new
            for first, text in findings_in(report):
                if first not in findings:
                    findings.add(first)
                    print(text, end="", flush=True)
    seconds = time.monotonic() - started
    print(f"clang-tidy: {len(units)} files, {looked} looked at, {seconds:.0f} s")
    print(f"clang-tidy: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
