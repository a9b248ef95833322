"""What a command prints: one JSON document, a table where a person looks, or plain lines."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from armillary.types import Page, document

MISSING = "\u2013"
_STATE_COLOURS = {
    "active": "green",
    "live": "green",
    "servable": "green",
    "passed": "green",
    "suspended": "yellow",
    "stopped": "yellow",
    "expired": "yellow",
    "checking": "cyan",
    "revoked": "red",
    "refused": "red",
    "failed": "red",
}


def show(value: Any, as_json: bool, columns: Sequence[str]) -> None:
    """Prints one object: all of it as JSON, else the given fields by name."""
    fields = document(value)
    if as_json:
        print_json(fields)
        return
    rows = [(name, _text(fields.get(name))) for name in columns if fields.get(name) is not None]
    if not sys.stdout.isatty():
        for name, text in rows:
            print(f"{name}\t{text}")
        return
    grid = Table.grid(padding=(0, 2))
    for name, text in rows:
        grid.add_row(f"[dim]{name}[/dim]", _coloured(text))
    Console().print(grid)


def show_page(page: Page[Any], as_json: bool, columns: Sequence[str]) -> None:
    """Prints a list: the page as JSON, else one row for each item."""
    if as_json:
        print_json(document(page))
        return
    rows = [[_text(item.get(name)) for name in columns] for item in document(page.items)]
    if not sys.stdout.isatty():
        print("\t".join(columns))
        for row in rows:
            print("\t".join(row))
        return
    _table(columns, rows)
    about = "" if page.total_is_exact else "more than "
    Console().print(f"[dim]{len(rows)} of {about}{page.total:,}[/dim]")
    if page.next_cursor:
        Console().print(f"[dim]next page: --cursor {page.next_cursor}[/dim]")


def print_json(value: Any) -> None:
    """One JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


@contextlib.contextmanager
def busy(what: str) -> Iterator[None]:
    """Says on standard error what takes a while, where a person looks."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(what):
        yield


def complain(lines: Iterable[tuple[str, str]]) -> None:
    """Named lines on standard error, the first in red where a person looks."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for position, (name, text) in enumerate(lines):
        style = "bold red" if position == 0 else "dim"
        console.print(f"[{style}]{name}:[/{style}] ", end="")
        console.print(text, markup=False)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=position == 0)
    for row in rows:
        table.add_row(*(_coloured(text) for text in row))
    Console().print(table)


def _text(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return str(value)


def _coloured(text: str) -> str:
    colour = _STATE_COLOURS.get(text)
    plain = text.replace("[", "\\[")
    return f"[{colour}]{plain}[/{colour}]" if colour else plain
