"""Bodies that fit the schema of a prediction and not the contract's example model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.integration.routes import Route, example_json

MOST_ROWS = 10_000
MOST_UNKNOWN = 10_000
COLUMN = "tenure"

# What breaks, its code, its field; none: there is no one field.
Fault = tuple[bytes, str, str | None]


def encoded(body: Any) -> bytes:
    return json.dumps(body).encode()


def record_faults() -> Iterator[Fault]:
    """Of /predict."""
    wrong: tuple[Any, ...] = ("seven", True, None, [1], {})
    for bad in wrong:
        code = "wrong_type|record_wrong_type"
        yield encoded({"records": [{COLUMN: 1}, {COLUMN: bad}]}), code, f"/records/1/{COLUMN}"
    for bad_text in (b"1e400", b"-1e400", b"3.5e38"):
        text = b'{"records":[{"tenure":' + bad_text + b"}]}"
        yield text, "invalid_json|record_wrong_type", None
    yield encoded({"records": [{"other": 1}]}), "record_missing_column", f"/records/0/{COLUMN}"
    many = [{COLUMN: 1}] * (MOST_ROWS + 1)
    yield encoded({"records": many}), "too_many_rows", f"/records/{MOST_ROWS}"
    wide = {COLUMN: 1, **{f"c{i}": 1 for i in range(MOST_UNKNOWN + 1)}}
    yield encoded({"records": [wide]}), "too_long", "/records/0"


def tensor_faults(route: Route) -> Iterator[Fault]:
    """Of the Open Inference Protocol."""
    good = example_json(route) or {}
    tensor = good["inputs"][0]

    def having(**members: Any) -> bytes:
        return encoded({**good, "inputs": [{**tensor, **members}]})

    yield having(name="other"), "unknown_input", None
    yield having(shape=[2, 2], data=[1, 2, 3, 4]), "tensor_shape_mismatch", None
    yield having(shape=[2]), "tensor_shape_mismatch", None
    yield having(shape=[3, 1]), "tensor_shape_mismatch", None
    yield having(shape=[2147483647] * 16), "tensor_shape_mismatch", None
    yield having(data=[1, 2, 3]), "tensor_shape_mismatch", None
    yield having(data=[[1], 2]), "tensor_shape_mismatch|tensor_value_invalid", None
    wrong: tuple[Any, ...] = ("seven", True, {}, [], 1e39, None)
    for bad in wrong:
        code = "tensor_value_invalid|tensor_shape_mismatch"
        yield having(data=[1, bad]), code, None
    yield having(datatype="FP64"), "tensor_type_mismatch", None
    yield having(datatype="FP16"), "tensor_type_mismatch", None
    yield having(datatype="BYTES", data=["a", "b"]), "tensor_type_mismatch", None
    yield encoded({**good, "inputs": [tensor, tensor]}), "duplicate_input", None
    yield encoded({**good, "outputs": [{"name": "other"}]}), "unknown_output", None
    twice = [{"name": "label"}, {"name": "label"}]
    yield encoded({**good, "outputs": twice}), "duplicate_output", None
    rows = MOST_ROWS + 1
    yield having(shape=[rows, 1], data=[1] * rows), "too_many_rows", None


def prediction_faults(route: Route) -> Iterator[Fault]:
    if route.policy == "predict":
        yield from tensor_faults(route) if route.speaks_inference else record_faults()
