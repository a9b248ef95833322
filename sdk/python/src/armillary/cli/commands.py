"""Makes commands of functions that ask a client: of those that show one object, and of lists.

A function takes the client, for a list also what is asked for, then its own arguments and options;
its docstring is the help. The command adds ``--json``, and to a list the options of lists.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer

from armillary._requests import Listing
from armillary.cli.options import AllOption, AsJson, CursorOption, LimitOption, client
from armillary.cli.output import View, show, show_page
from armillary.client import every
from armillary.types import Page

Function = TypeVar("Function", bound=Callable[..., Any])

_LARGEST_PAGE = 1000


def shows(group: typer.Typer, name: str, view: View) -> Callable[[Function], Function]:
    """Makes a function a command that shows the object that it gives."""

    def make(function: Function) -> Function:
        def run(context: typer.Context, json: bool, **own: Any) -> None:
            with client(context, json) as asked:
                show(function(asked, **own), json, view)

        own = _parameters(function, skip=1)
        group.command(name)(_signed(run, function, [*own, _parameter("json", AsJson, False)]))
        return function

    return make


def lists(
    group: typer.Typer, view: View, *, name: str = "list", filters: str, sorts: str
) -> Callable[[Function], Function]:
    """Makes a function a command that shows the page that it gives; ``filters`` and ``sorts`` name
    the fields that this list takes.
    """
    shared = [
        _parameter("filter", _text_option("--filter", "TEXT", f"By {filters}."), None),
        _parameter("sort", _text_option("--sort", "FIELD", f"{sorts}; or FIELD DESC."), None),
        _parameter("limit", LimitOption, None),
        _parameter("cursor", CursorOption, None),
        _parameter("all", AllOption, False),
        _parameter("json", AsJson, False),
    ]

    def make(function: Function) -> Function:
        def run(context: typer.Context, **given: Any) -> None:
            listing = Listing(*(given.pop(key) for key in ("filter", "sort", "limit", "cursor")))
            whole, as_json = given.pop("all"), given.pop("json")
            with client(context, as_json) as asked:
                page = _whole if whole else _one
                found = page(lambda wanted: function(asked, wanted, **given), listing)
                show_page(found, as_json, view)

        own = _parameters(function, skip=2)
        group.command(name)(_signed(run, function, [*own, *shared]))
        return function

    return make


def _one(page: Callable[[Listing], Page[Any]], listing: Listing) -> Page[Any]:
    return page(listing)


def _whole(page: Callable[[Listing], Page[Any]], listing: Listing) -> Page[Any]:
    size = listing.limit or _LARGEST_PAGE
    items = tuple(every(page, Listing(listing.filter, listing.sort, size, listing.cursor)))
    return Page(items, len(items), True)


def _text_option(flag: str, metavar: str, words: str) -> Any:
    return Annotated[str | None, typer.Option(flag, metavar=metavar, help=words)]


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _parameters(function: Callable[..., Any], skip: int) -> list[inspect.Parameter]:
    hints = typing.get_type_hints(function, include_extras=True)
    own = list(inspect.signature(function).parameters.values())[skip:]
    return [_parameter(p.name, hints[p.name], p.default) for p in own]


def _signed(
    run: Callable[..., None], function: Callable[..., Any], parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """The command as typer is to see it."""
    context = _parameter("context", typer.Context, inspect.Parameter.empty)
    signature = inspect.Signature([context, *parameters])
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
    run.__doc__ = function.__doc__
    run.__name__ = function.__name__
    return run
