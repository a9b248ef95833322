"""A page that a tool writes, and CI compares."""

from __future__ import annotations

import sys
from pathlib import Path


def settle(page: Path, wanted: str, tool: str, *, check: bool) -> int:
    """Writes the page, or only compares where `check`; the exit code, 1 where it is another."""
    if page.exists() and page.read_text("utf-8") == wanted:
        return 0
    if check:
        print(f"{page.name} is out of date: run {tool}", file=sys.stderr)
        return 1
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(wanted, "utf-8")
    return 0
