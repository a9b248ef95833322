"""An ONNX file that exists already: checked, and given a signature where one can be told."""

from __future__ import annotations

from typing import Any

import onnx
from onnx import TensorProto

from armillary._wire import records as as_records
from armillary.conversion.errors import UnservableGraph
from armillary.conversion.operators import require_servable
from armillary.conversion.signature import (
    EXAMPLES_KEPT,
    SIGNATURE_KEY,
    ColumnSpec,
    ColumnType,
    Signature,
    labels_fault,
)

_TYPES: dict[int, ColumnType] = {
    TensorProto.STRING: "string",
    TensorProto.DOUBLE: "double",
    TensorProto.FLOAT: "float",
    TensorProto.INT64: "int64",
    TensorProto.BOOL: "bool",
}
_LABELS = ("classlabels_strings", "classlabels_int64s", "classlabels_ints")


def described(content: bytes, example: Any = None) -> bytes:
    """The bytes with a signature. Bytes that have one stay as they are, and so do bytes whose
    inputs or outputs cannot be told; those answer on the inference protocol only.

    Nothing is known of the source here, so every column is required and none may be missing.
    Raises UnservableGraph where the server would refuse the file.
    """
    try:
        model = onnx.load_model_from_string(content)
    except Exception as error:  # protobuf raises kinds of its own
        raise UnservableGraph(
            "the bytes are no ONNX file", "Pass a file ending in .onnx"
        ) from error
    require_servable(model)
    properties = {entry.key: entry.value for entry in model.metadata_props}
    if SIGNATURE_KEY in properties:
        return content
    signature = _told(model, example)
    if signature is None:
        return content
    entry = model.metadata_props.add()
    entry.key, entry.value = SIGNATURE_KEY, signature.dumps()
    return bytes(model.SerializeToString())


def _told(model: onnx.ModelProto, example: Any) -> Signature | None:
    weights = {tensor.name for tensor in model.graph.initializer}
    columns = [_column(value) for value in model.graph.input if value.name not in weights]
    known = [column for column in columns if column is not None]
    outputs = _outputs(model)
    if not known or len(known) != len(columns) or outputs is None:
        return None
    rows = () if example is None else tuple(as_records(example)[:EXAMPLES_KEPT])
    task = "regression" if "value" in outputs else "classification"
    classes = _classes(model) if task == "classification" else None
    if classes is not None and (fault := labels_fault(classes)) is not None:
        raise UnservableGraph(fault, "Train with short labels that differ")
    return Signature(task, tuple(known), outputs, classes, rows)  # type: ignore[arg-type]


def _column(value: onnx.ValueInfoProto) -> ColumnSpec | None:
    tensor = value.type.tensor_type
    dimensions = tensor.shape.dim
    kind = _TYPES.get(tensor.elem_type)
    if kind is None or len(dimensions) != 2 or dimensions[0].dim_value > 1:
        return None
    size = int(dimensions[1].dim_value)
    if size < 1 or (size > 1 and kind in ("string", "bool")):
        return None
    return ColumnSpec(value.name, kind, size=size)


def _outputs(model: onnx.ModelProto) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for value in model.graph.output:
        if not value.type.HasField("tensor_type"):
            raise UnservableGraph(
                f"the output {value.name!r} is no tensor", "Convert with the option zipmap=False"
            )
        kind = value.type.tensor_type.elem_type
        if kind in (TensorProto.STRING, TensorProto.INT64):
            meaning = "label"
        elif kind in (TensorProto.FLOAT, TensorProto.DOUBLE):
            meaning = "probabilities"
        else:
            return None
        if meaning in found:
            return None
        found[meaning] = value.name
    if list(found) == ["probabilities"]:
        return _single(model, found["probabilities"])
    return found


def _single(model: onnx.ModelProto, name: str) -> dict[str, str] | None:
    """One output of numbers alone: a value where a row has one number, else not told."""
    value = next(v for v in model.graph.output if v.name == name)
    dimensions = value.type.tensor_type.shape.dim
    one = len(dimensions) == 1 or (len(dimensions) == 2 and dimensions[1].dim_value == 1)
    return {"value": name} if one else None


def _classes(model: onnx.ModelProto) -> tuple[str | int, ...] | None:
    """The labels that the classifiers in the graph name, if they name the same."""
    named: set[tuple[str | int, ...]] = set()
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.name in _LABELS and (attribute.strings or attribute.ints):
                texts = tuple(text.decode() for text in attribute.strings)
                named.add(texts or tuple(attribute.ints))
    return named.pop() if len(named) == 1 else None
