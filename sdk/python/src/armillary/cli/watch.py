"""``armillary watch``: what changes, as it changes."""

from __future__ import annotations

import itertools
import json as json_text
import sys
from typing import Annotated

import typer

from armillary.cli.options import AsJson, client
from armillary.cli.output import remark
from armillary.types import ChangeEvent, document

_OWN_KINDS = {
    "resync": "some changes were missed: read again what you show",
    "dropped": "{topic} may not be read any more",
}


def watch(
    context: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Option("--topic", help="Such as t/acme/deployments; repeatable. Default: all."),
    ] = None,
    since: Annotated[
        int | None, typer.Option(min=0, metavar="ID", help="Also what changed after this one.")
    ] = None,
    count: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="End after so many changes.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Print what changes, one line each, until it is stopped.

    With --json each line is one JSON document. What is cut goes on where it was.

    Example: armillary watch --topic t/acme/deployments
    """
    with client(context, json) as asked:
        try:
            told = asked.events(topic or None, since=since)
            for change in itertools.islice(told, count):
                _show(change, json)
        except KeyboardInterrupt:
            return


def _show(change: ChangeEvent, as_json: bool) -> None:
    if as_json:
        print(json_text.dumps(document(change), ensure_ascii=False), flush=True)
        return
    if own := _OWN_KINDS.get(change.kind):
        sys.stdout.flush()
        remark(own.format(topic=change.topic))
        return
    place = "" if change.environment is None else f" in {change.environment}"
    what = change.name or change.object
    fields = (str(change.id), change.at, change.topic, change.kind, f"{what}{place}")
    print("\t".join(fields), flush=True)
