"""``armillary predict``: records in, labels and values out."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from armillary.cli.failure import Refused
from armillary.cli.options import AsJson, InEnvironment, InTenant, ModelName, client
from armillary.cli.output import View, print_json, show_page
from armillary.types import Page, Predictions, document


def predict(
    context: typer.Context,
    model: ModelName,
    record: Annotated[
        str,
        typer.Option("--record", metavar="JSON|@FILE|@-", help="A record or an array of records."),
    ],
    environment: InEnvironment = None,
    tenant: InTenant = None,
    json: AsJson = False,
) -> None:
    """Ask the live version of a model.

    Example: armillary predict churn --record @customer.json
    """
    with client(context, json) as asked:
        records = _records(record)
        answer = asked.predict(model, records, environment=environment, tenant=tenant)
        if json:
            print_json(document(answer))
        else:
            _show_predictions(answer)


def _show_predictions(answer: Predictions) -> None:
    rows = tuple(
        {"row": position, **_flat(document(item))}
        for position, item in enumerate(answer.predictions)
    )
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    show_page(Page(rows, len(rows), True), False, View(columns))
    for name, found in (
        ("missing", answer.missing_columns),
        ("unknown", answer.unknown_columns),
    ):
        if found:
            sys.stderr.write(f"{name} columns: {', '.join(found)}\n")
    sys.stderr.write(f"answered by version {answer.version}, request {answer.request_id}\n")


def _flat(prediction: dict[str, Any]) -> dict[str, Any]:
    probabilities = prediction.pop("probabilities", None)
    if isinstance(probabilities, dict):
        return {**prediction, **{f"p({k})": f"{v:.6g}" for k, v in probabilities.items()}}
    return prediction if probabilities is None else {**prediction, "probabilities": probabilities}


def _records(text: str) -> list[dict[str, Any]]:
    try:
        if text == "@-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            text = Path(text[1:]).read_text(encoding="utf-8")
        found = json_text.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number)
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(
            f"--record cannot be read: {error}", "Give JSON, or @ and a file of JSON."
        ) from error
    if isinstance(found, dict):
        found = found.get("records", [found])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Refused(
            "--record is no JSON object and no array of objects",
            "For example: --record '{\"tenure\": 12}'",
        )
    return list(found)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the key {name!r} is there twice")
        found[name] = value
    return found


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON")
