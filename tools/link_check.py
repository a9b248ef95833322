#!/usr/bin/env python3
"""Looks into the compiled modules for symbols that the architecture keeps out of them.

tidy.py reads includes; this reads what the linker will, so that no path around them stays unseen.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """No object file of these modules refers to a symbol like this."""

    modules: tuple[str, ...]
    symbol: re.Pattern[str]
    message: str


RULES = (
    Rule(
        ("base", "keys", "net", "objects", "inference", "serving"),
        re.compile(r"\bsqlite3_|\bPQ[a-z]|\bpg_query_|\barmillary::metadata::"),
        "refers to SQL",
    ),
    Rule(("api",), re.compile(r"\barmillary::\w+::\w+Store::"), "refers to a store"),
    Rule(("api",), re.compile(r"\bsqlite3_|\bPQ[a-z]|\bpg_query_"), "refers to SQL"),
)


def undefined_symbols(archive: Path) -> Iterator[tuple[str, str]]:
    """Pairs of object file and the symbol that it needs from elsewhere."""
    command = ["nm", "--undefined-only", "--demangle", str(archive)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    member = ""
    for line in text.splitlines():
        if line.endswith(":"):
            member = line.rstrip(":")
        elif match := re.match(r"\s+[UwvV] (.+)", line):
            yield member, match[1]


def breaches(archives: Path) -> Iterator[str]:
    for rule in RULES:
        for module in rule.modules:
            for member, symbol in undefined_symbols(archives / f"libarmillary_{module}.a"):
                if rule.symbol.search(symbol):
                    yield f"{module}/{member} {rule.message}: {symbol}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a built folder")
    found = sorted(set(breaches(parser.parse_args().build / "src")))
    print("\n".join([*found, f"link check: {len(found)} references that must not be"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
