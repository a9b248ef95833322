"""Values on their way into JSON."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from armillary._errors import InvalidInput


def sendable(value: Any) -> Any:
    """A value of a data frame as JSON would carry it; every kind of missing becomes None."""
    if value is None or isinstance(value, str | bool):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        plain = value.tolist()
        return plain if plain is value else sendable(plain)
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, list | tuple):
        return [sendable(item) for item in value]
    return value


def records(rows: Any) -> list[dict[str, Any]]:
    """Rows as records: a data frame, one mapping, or any number of mappings.

    Raises InvalidInput naming the row and the column where a value has no form in JSON, and
    where two columns have the same name, since only one of them could be sent.
    """
    if hasattr(rows, "to_dict") and hasattr(rows, "columns"):
        _require_distinct(rows.columns, "the data frame")
        rows = rows.to_dict("records")
    elif isinstance(rows, Mapping):
        rows = [rows]
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        raise InvalidInput("records are a data frame or a list of mappings")
    return [_record(position, row) for position, row in enumerate(rows)]


def _record(position: int, row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise InvalidInput(
            f"record {position} is {type(row).__name__}, not a mapping from column to value; "
            "pass a data frame (frame.iloc[[0]] for one row) or a list of mappings"
        )
    _require_distinct(row, f"record {position}")
    return {str(name): _value(position, str(name), value) for name, value in row.items()}


def _require_distinct(names: Iterable[Any], where: str) -> None:
    counts = Counter(str(name) for name in names)
    for name, count in counts.items():
        if count > 1:
            raise InvalidInput(f"{where} has {count} columns named {name!r}")


def _value(position: int, column: str, value: Any) -> Any:
    found = sendable(value)
    for item in found if isinstance(found, list) else [found]:
        if item is not None and not isinstance(item, str | bool | int | float):
            kind = type(value).__name__
            raise InvalidInput(
                f"record {position}, column {column!r}: {value!r} of type {kind} is no text, "
                "number or truth value"
            )
        if isinstance(item, float) and not math.isfinite(item):
            raise InvalidInput(f"record {position}, column {column!r}: {item} is not finite")
    return found
