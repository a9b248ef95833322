"""Values on their way into JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any


def sendable(value: Any) -> Any:
    """A value of a data frame as JSON would carry it; every kind of missing becomes None."""
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        return sendable(value.tolist())
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, list | tuple):
        return [sendable(item) for item in value]
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def records(rows: Any) -> list[dict[str, Any]]:
    """Rows as records: a data frame, one mapping, or any number of mappings."""
    if hasattr(rows, "to_dict") and hasattr(rows, "columns"):
        rows = rows.to_dict("records")
    elif isinstance(rows, Mapping):
        rows = [rows]
    if not isinstance(rows, Iterable):
        raise TypeError("records are a data frame or a list of mappings")
    return [{str(key): sendable(value) for key, value in row.items()} for row in rows]
