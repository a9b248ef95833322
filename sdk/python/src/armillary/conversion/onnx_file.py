"""An ONNX file that exists already: checked, and given a signature where one can be told."""

from __future__ import annotations

import warnings
from typing import Any

import onnx
from onnx import TensorProto

from armillary._wire import records as as_records
from armillary.conversion.claims import Claims, Label
from armillary.conversion.errors import UnservableGraph
from armillary.conversion.operators import require_servable
from armillary.conversion.signature import (
    EXAMPLES_KEPT,
    MOST_CHARACTERS,
    SIGNATURE_KEY,
    ColumnSpec,
    ColumnType,
    Signature,
    Task,
    labels_fault,
)

_TYPES: dict[int, ColumnType] = {
    TensorProto.STRING: "string",
    TensorProto.DOUBLE: "double",
    TensorProto.FLOAT: "float",
    TensorProto.INT64: "int64",
    TensorProto.BOOL: "bool",
}


class InferenceOnlyWarning(UserWarning):
    """A file gets no signature, so that it answers on the inference protocol (/v2) only."""


class _NotTold(Exception):
    """What cannot be told of a graph, as the end of a sentence."""


def described(content: bytes, example: Any = None) -> bytes:
    """The bytes with a signature. Bytes that have one stay as they are, and so do bytes whose
    inputs or outputs cannot be told; those answer on the inference protocol only, and an
    InferenceOnlyWarning says why.

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
    try:
        signature = _told(model, example)
    except _NotTold as reason:
        warnings.warn(
            f"no signature, the file answers on /v2 only: {reason}. "
            "Convert the model from its source with armillary.conversion.convert",
            InferenceOnlyWarning,
            stacklevel=2,
        )
        return content
    entry = model.metadata_props.add()
    entry.key, entry.value = SIGNATURE_KEY, signature.dumps()
    return bytes(model.SerializeToString())


def _told(model: onnx.ModelProto, example: Any) -> Signature:
    weights = {tensor.name for tensor in model.graph.initializer}
    columns = [_column(value) for value in model.graph.input if value.name not in weights]
    if not columns:
        raise _NotTold("it takes no input")
    task, outputs, classes = _answers(model.graph)
    rows = () if example is None else tuple(as_records(example)[:EXAMPLES_KEPT])
    return Signature(task, tuple(columns), outputs, classes, rows)


def _column(value: onnx.ValueInfoProto) -> ColumnSpec:
    tensor = value.type.tensor_type
    dimensions = tensor.shape.dim
    kind = _TYPES.get(tensor.elem_type)
    size = int(dimensions[1].dim_value) if len(dimensions) == 2 else 0
    if kind is None or size < 1 or dimensions[0].dim_value > 1:
        raise _NotTold(f"the input {value.name!r} is no column of a known width and type")
    if size > 1 and kind in ("string", "bool"):
        raise _NotTold(f"the input {value.name!r} holds more than one {kind}")
    if len(value.name) > MOST_CHARACTERS:
        raise _NotTold(f"the name of an input has more than {MOST_CHARACTERS} characters")
    return ColumnSpec(value.name, kind, size=size)


def _answers(
    graph: onnx.GraphProto,
) -> tuple[Task, dict[str, str], tuple[Label, ...] | None]:
    """What the outputs mean, as far as the graph proves it."""
    labels, numbers = _by_type(graph)
    if len(labels) > 1 or len(numbers) > 1:
        raise _NotTold("it has more than one output of a kind")
    if not labels and len(numbers) == 1 and _has_one_column(numbers[0]):
        return "regression", {"value": numbers[0].name}, None
    if not labels:
        raise _NotTold("no output is a label or a single number")
    claims = Claims(graph)
    chosen = claims.labels(labels[0].name)
    classes = None if chosen is None else _of_type(chosen.classes, labels[0])
    if classes is not None and (fault := labels_fault(classes)) is not None:
        raise UnservableGraph(fault, "Train with short labels that differ")
    if not numbers:
        return "classification", {"label": labels[0].name}, classes
    shares = numbers[0].name
    if chosen is None or classes is None or not claims.are_shares_of(shares, chosen):
        raise _NotTold(f"the output {shares!r} is not proven to be probabilities of the labels")
    outputs = {"label": labels[0].name, "probabilities": shares}
    return "classification", outputs, classes


def _by_type(
    graph: onnx.GraphProto,
) -> tuple[list[onnx.ValueInfoProto], list[onnx.ValueInfoProto]]:
    labels, numbers = [], []
    for value in graph.output:
        if not value.type.HasField("tensor_type"):
            raise UnservableGraph(
                f"the output {value.name!r} is no tensor", "Convert with the option zipmap=False"
            )
        kind = value.type.tensor_type.elem_type
        if kind in (TensorProto.STRING, TensorProto.INT64):
            labels.append(value)
        elif kind in (TensorProto.FLOAT, TensorProto.DOUBLE):
            numbers.append(value)
        else:
            raise _NotTold(f"the output {value.name!r} is of a type that is no label or number")
    return labels, numbers


def _of_type(classes: tuple[Label, ...], output: onnx.ValueInfoProto) -> tuple[Label, ...] | None:
    """The classes, where the output can hold them as they are."""
    kind = str if output.type.tensor_type.elem_type == TensorProto.STRING else int
    return classes if all(isinstance(label, kind) for label in classes) else None


def _has_one_column(output: onnx.ValueInfoProto) -> bool:
    dimensions = output.type.tensor_type.shape.dim
    return len(dimensions) == 1 or (len(dimensions) == 2 and dimensions[1].dim_value == 1)
