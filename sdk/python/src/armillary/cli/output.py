"""What a command prints: one JSON document, a table where a person looks, or plain lines."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

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
_MAY_SHRINK = frozenset({"name", "display_name", "manager", "model"})
_MINUTES = len("2026-11-24T10:00")


@dataclass(frozen=True)
class View:
    """Which fields a person sees: ``columns`` of one object and in a pipe, ``table`` in a table of
    80 characters. ``more`` gives fields that are made of others.
    """

    columns: Sequence[str]
    table: Sequence[str] = ()
    more: Callable[[dict[str, Any]], dict[str, Any]] = lambda _: {}


def show(value: Any, as_json: bool, view: View) -> None:
    """Prints one object: all of it as JSON, else the view's fields by name."""
    fields = document(value)
    if as_json:
        print_json(fields)
        return
    fields |= view.more(fields)
    rows = [(n, _text(fields[n])) for n in view.columns if fields.get(n) is not None]
    if not sys.stdout.isatty():
        for name, text in rows:
            print(f"{name}\t{text}")
        return
    console = Console(highlight=False, soft_wrap=True)
    width = max((len(name) for name, _ in rows), default=0) + 2
    for name, text in rows:
        # What does not fit has a line of its own, which is copied whole: a secret, a digest.
        fits = width + len(text) <= console.width
        console.print(Text(name.ljust(width), "dim"), end="" if fits else "\n")
        console.print(_coloured(text))


def show_page(page: Page[Any], as_json: bool, view: View) -> None:
    """Prints a list: the page as JSON, else one row for each item. What it leaves out is said."""
    if as_json:
        print_json(document(page))
        return
    items = [item | view.more(item) for item in document(page.items)]
    about = "" if page.total_is_exact else "more than "
    counted = f"{len(items)} of {about}{page.total:,}"
    rest = f"; next page: --cursor {page.next_cursor}, every page: --all"
    if not sys.stdout.isatty():
        print("\t".join(view.columns))
        for item in items:
            print("\t".join(_text(item.get(name)) for name in view.columns))
        if page.next_cursor:
            sys.stderr.write(f"{counted}{rest}\n")
        return
    _print_table(view.table or view.columns, items)
    line = counted + (rest if page.next_cursor else "")
    Console(highlight=False, soft_wrap=True).print(Text(line, "dim"))


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


def remark(text: str) -> None:
    """A line on standard error that is no error."""
    sys.stderr.write(f"note: {text}\n")


def _print_table(columns: Sequence[str], items: Iterable[dict[str, Any]]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        shrinks = column.endswith("_name") or column in _MAY_SHRINK
        table.add_column(_title(column), overflow="ellipsis", no_wrap=not shrinks)
    for item in items:
        table.add_row(*(_coloured(_short(name, item.get(name))) for name in columns))
    Console().print(table)


def _title(column: str) -> str:
    if _is_time(column):
        return f"{column.removesuffix('_at')} (UTC)"
    plain = column if column == "display_name" else column.removesuffix("_name")
    return plain.replace("_", " ")


def _short(name: str, value: Any) -> str:
    text = _text(value)
    return text[:_MINUTES].replace("T", " ") if _is_time(name) else text


def _is_time(name: str) -> bool:
    return name == "at" or name.endswith("_at")


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


def _coloured(text: str) -> Text:
    return Text(text, _STATE_COLOURS.get(text, ""))
