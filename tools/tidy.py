#!/usr/bin/env python3
"""Holds the tree to its architecture (src/CMakeLists.txt) and its limits. Exits 1 on a breach.

Runs as part of every build. Each rule has a planted breach in tools/tests/test_tidy.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from rules import architecture, cpp, python
from rules.source import Breach, read_sources

ROOT = Path(__file__).resolve().parent.parent


def all_rules() -> set[str]:
    files = {"python-file-length", "python-line-length", "python-banned-name", "python-todo"}
    return files | set(cpp.RULES) | set(architecture.RULES)


def breaches(root: Path) -> Iterator[Breach]:
    sources = read_sources(root)
    modules = architecture.read_modules(root)
    for rule, check in cpp.RULES.items():
        for source in sources:
            for line, message in check(source):
                yield Breach(source.path, line, rule, message)
    for rule, look in architecture.RULES.items():
        for source, line, message in look(sources, modules):
            yield Breach(source.path, line, rule, message)
    yield from architecture.schema_files(root, modules)
    yield from python.breaches(root)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="another tree")
    found = sorted(breaches(parser.parse_args().root), key=str)
    for breach in found:
        print(breach)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
