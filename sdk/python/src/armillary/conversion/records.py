"""Reads records by a signature, as the server does: the reference that parity is proven through."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.signature import MISSING_TEXT, ColumnSpec, Signature

Array = npt.NDArray[Any]

_DTYPES: dict[str, Any] = {
    "string": object,
    "double": np.float64,
    "float": np.float32,
    "int64": np.int64,
    "bool": np.bool_,
}
_INT64_LIMIT = 2**63


class RecordRefused(ValueError):
    """A record that the signature does not admit: the reader refuses it rather than guess."""

    def __init__(self, column: str, row: int, why: str) -> None:
        super().__init__(f"record {row}, column {column!r}: {why}")
        self.column = column
        self.row = row
        self.why = why


def tensors(signature: Signature, records: Sequence[Mapping[str, Any]]) -> dict[str, Array]:
    """One tensor ``[N, 1]`` per column. Raises RecordRefused for the first value not admitted."""
    feeds: dict[str, Array] = {}
    for column in signature.columns:
        values = [_read(column, row, record) for row, record in enumerate(records)]
        array = np.array(values, dtype=_DTYPES[column.type])
        feeds[column.name] = array.reshape(len(records), column.size)
    return feeds


def _read(column: ColumnSpec, row: int, record: Mapping[str, Any]) -> Any:
    if column.name not in record:
        if column.required:
            raise RecordRefused(column.name, row, "is required and was not sent")
        return _admit(column, row, column.default)
    return _admit(column, row, record[column.name])


def _admit(column: ColumnSpec, row: int, value: Any) -> Any:
    if column.size != 1:
        if not isinstance(value, list) or len(value) != column.size:
            raise RecordRefused(column.name, row, f"wants an array of {column.size} numbers")
        return [_typed(column, row, item) for item in value]
    if value is None:
        if not column.nullable:
            raise RecordRefused(column.name, row, "may not be missing")
        return MISSING_TEXT if column.type == "string" else math.nan
    typed = _typed(column, row, value)
    _fence(column, row, typed)
    return typed


def _typed(column: ColumnSpec, row: int, value: Any) -> Any:
    if column.type == "string":
        if not isinstance(value, str) or "\0" in value or value == MISSING_TEXT:
            raise RecordRefused(column.name, row, f"wants text, got {value!r}")
        return value
    if column.type == "bool":
        if not isinstance(value, bool):
            raise RecordRefused(column.name, row, f"wants true or false, got {value!r}")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise RecordRefused(column.name, row, f"wants a number, got {value!r}")
    if column.type == "int64":
        if value != int(value) or not -_INT64_LIMIT <= value < _INT64_LIMIT:
            raise RecordRefused(column.name, row, f"wants a whole number, got {value!r}")
        return int(value)
    if column.type == "float":
        return _single(column, row, float(value))
    return float(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _single(column: ColumnSpec, row: int, value: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError as error:
        raise RecordRefused(column.name, row, f"{value!r} overflows float32") from error


def _fence(column: ColumnSpec, row: int, value: Any) -> None:
    if column.categories is not None and value not in column.categories:
        raise RecordRefused(column.name, row, f"{value!r} is not one of the accepted values")
    if column.minimum is not None and value < column.minimum:
        raise RecordRefused(column.name, row, f"{value!r} is below {column.minimum!r}")
    if column.maximum is not None and value > column.maximum:
        raise RecordRefused(column.name, row, f"{value!r} is above {column.maximum!r}")
