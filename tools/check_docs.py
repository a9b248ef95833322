#!/usr/bin/env python3
"""Checks the pages: links lead somewhere, ARCHITECTURE.md names the modules that there are.

A link whose text is code, such as a test's name, leads to a source file that holds this code.
The modules of ARCHITECTURE.md are the first column of its table whose first head is "module".
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rules.architecture import read_modules

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
SOURCES = {".cc", ".h", ".py", ".ts"}


def pages(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        check=True,
        cwd=root,
        capture_output=True,
        text=True,
    )
    return [root / name for name in listed.stdout.splitlines() if (root / name).exists()]


def without_code(text: str) -> str:
    """The page with its fenced blocks emptied, so that line numbers stay."""
    return re.sub(r"```.*?```", lambda match: "\n" * match[0].count("\n"), text, flags=re.S)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(head) for head in re.findall(r"^#+ (.+)$", page.read_text(), re.M)}


def holds(file: Path, text: str) -> bool:
    """Whether a link to the file may have that text: a source holds the code that it names."""
    code = re.fullmatch(r"`(.+)`", text)
    if code is None or file.suffix not in SOURCES:
        return True
    return bool(re.search(rf"(?<!\w){re.escape(code[1])}(?!\w)", file.read_text()))


def broken_links(page: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(without_code(page.read_text()).splitlines(), 1):
        for text, target in LINK.findall(line):
            if re.match(r"\w+:", target):
                continue
            name, _, fragment = target.partition("#")
            file = page.parent / name if name else page
            if not file.exists():
                yield number, f"{target} leads nowhere"
            elif not holds(file, text):
                yield number, f"{target} does not hold {text}"
            elif fragment and file.suffix == ".md" and fragment not in anchors(file):
                yield number, f"{file.name} has no heading #{fragment}"


def drawn_modules(text: str) -> list[str]:
    table = re.search(r"^\| *module *\|.*\n\|[-| :]+\|\n((?:\|.*\n?)+)", text, re.M | re.I)
    rows = table[1].splitlines() if table else []
    return [row.split("|")[1].strip(" `*") for row in rows]


def module_differences(root: Path) -> Iterator[str]:
    page = root / "ARCHITECTURE.md"
    drawn = drawn_modules(page.read_text()) if page.exists() else []
    declared = list(read_modules(root))
    if drawn != declared:
        yield f"ARCHITECTURE.md lists {drawn}, src/CMakeLists.txt declares {declared}"


def problems(root: Path) -> Iterator[str]:
    for page in pages(root):
        for line, message in broken_links(page):
            yield f"{page.relative_to(root)}:{line}: {message}"
    yield from module_differences(root)


def main() -> int:
    found = list(problems(ROOT))
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
