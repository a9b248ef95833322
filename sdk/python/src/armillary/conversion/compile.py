"""From a source and the kinds of its columns to an ONNX model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto

from armillary.conversion.dispatch import Dispatch
from armillary.conversion.errors import ConversionError, UnsupportedStep
from armillary.conversion.graph import Graph
from armillary.conversion.signature import ColumnType, labels_fault
from armillary.conversion.source import Source, SourceColumn, plain_label
from armillary.conversion.table import Column, Context, Cut, Number, Table, Text, Trace, Votes

PRODUCER = "armillary"


@dataclass(frozen=True)
class Compiled:
    """A graph and what is known about it before parity was looked at."""

    model: onnx.ModelProto
    inputs: tuple[str, ...]
    outputs: Mapping[str, str]
    classes: tuple[str | int, ...] | None
    cuts: tuple[Cut, ...]
    known: Mapping[str, tuple[str | float, ...]]
    notes: tuple[str, ...]


def compiled(
    source: Source, kinds: Mapping[str, ColumnType], demanded: Collection[str]
) -> Compiled:
    """A graph whose inputs are the columns that change an answer and those that are demanded.

    Raises UnsupportedStep naming the first step without an exact form.
    """
    graph = Graph()
    context = Context(graph, Dispatch())
    table = _table(graph, source, kinds)
    names = [column.name for column in source.columns]
    classes: tuple[str | int, ...] | None = None
    try:
        if source.task == "regression":
            value = context.converters.regress(context, source.model, table)
            outputs = _outputs(graph, {"value": graph.reshape(value, [-1])}, names)
        else:
            votes = context.converters.classify(context, source.model, table)
            classes = _classes(context, votes)
            outputs = _vote_outputs(graph, votes, classes, names)
    except (AttributeError, KeyError, IndexError, ValueError) as error:
        raise UnsupportedStep(
            context.step,
            f"it is not built as expected ({type(error).__name__}: {error})",
            "Train it with the release of the library that the guide names, and fit it first",
        ) from error
    inputs = tuple(name for name in names if name in graph.used_inputs or name in demanded)
    model = graph.model(PRODUCER, inputs)
    return Compiled(
        model=model,
        inputs=inputs,
        outputs=outputs,
        classes=classes,
        cuts=tuple(context.cuts),
        known={name: tuple(values) for name, values in context.known.items()},
        notes=tuple(context.notes),
    )


def _table(graph: Graph, source: Source, kinds: Mapping[str, ColumnType]) -> Table:
    columns = tuple(_raw_column(graph, column, kinds[column.name]) for column in source.columns)
    return Table(columns, tuple(column.name for column in source.columns))


def _raw_column(graph: Graph, column: SourceColumn, kind: ColumnType) -> Column:
    graph.offer_input(column.name, kind)
    if kind == "string":
        texts = None if column.categories is None else tuple(map(str, column.categories))
        return Text(column.name, column.name, column.missing, None, texts)
    categories = None if column.categories is None else tuple(map(float, column.categories))
    return Number(
        tensor=column.name,
        index=0,
        width=1,
        single=column.kind == "float",
        raw=kind,
        trace=Trace(column.name, kind),
        categories=categories,
    )


def _classes(context: Context, votes: Votes) -> tuple[str | int, ...]:
    try:
        labels = tuple(plain_label(label) for label in np.asarray(votes.classes))
    except (ValueError, TypeError) as error:
        raise context.refuse(str(error), "Train with labels that are text or integers") from error
    if (fault := labels_fault(labels)) is not None:
        raise context.refuse(fault, "Train with short labels that differ")
    return labels


def _vote_outputs(
    graph: Graph, votes: Votes, classes: tuple[str | int, ...], names: list[str]
) -> Mapping[str, str]:
    text = isinstance(classes[0], str)
    table = np.array(classes, dtype=object) if text else np.array(classes, dtype=np.int64)
    label = graph.node("Gather", [graph.constant(table), votes.index], axis=0)
    tensors = {"label": label}
    if votes.probabilities is not None:
        tensors["probabilities"] = votes.probabilities
    return _outputs(graph, tensors, names, len(classes), text)


def _outputs(
    graph: Graph,
    tensors: Mapping[str, str],
    names: list[str],
    classes: int = 0,
    text: bool = False,
) -> Mapping[str, str]:
    outputs: dict[str, str] = {}
    for meaning, tensor in tensors.items():
        name = meaning if meaning not in names else f"predicted_{meaning}"
        if name in names:
            raise ConversionError(f"rename the column {name!r}: the model answers under that name")
        if meaning == "label":
            kind = TensorProto.STRING if text else TensorProto.INT64
            graph.output(tensor, name, kind, [None])
        else:
            shape = [None, classes] if meaning == "probabilities" else [None]
            graph.output(tensor, name, TensorProto.DOUBLE, shape)
        outputs[meaning] = name
    return outputs
