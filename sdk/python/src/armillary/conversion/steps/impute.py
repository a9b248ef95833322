"""SimpleImputer and MissingIndicator, for numbers and for text."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.signature import MISSING_TEXT
from armillary.conversion.table import (
    Column,
    Context,
    Number,
    Table,
    Text,
    joined,
    mapped,
    matrix,
    of_matrix,
)

Array = npt.NDArray[Any]


def simple(context: Context, step: Any, table: Table) -> Table:
    kept = [i for i in range(len(table)) if step.keep_empty_features or not _is_nan(step, i)]
    filled = _filled(context, step, table, kept)
    if step.indicator_ is None:
        return filled
    return joined([filled, indicator(context, step.indicator_, table)])


def indicator(context: Context, step: Any, table: Table) -> Table:
    """MissingIndicator: one column of 0 and 1 per feature that it watches."""
    graph = context.graph
    flags = []
    for position in step.features_:
        column = table.columns[int(position)]
        if isinstance(column, Text):
            flags.append(graph.double(graph.code(column.tensor, {MISSING_TEXT: 1}, 0)))
        else:
            tensor = matrix(graph, Table((column,)))
            flags.append(graph.sub(1.0, _present(graph, tensor, step.missing_values)))
    return of_matrix(graph.concat(flags), len(flags)) if flags else Table(())


def _filled(context: Context, step: Any, table: Table, kept: list[int]) -> Table:
    columns: list[Column] = []
    run: list[int] = []
    for position in kept:
        column = table.columns[position]
        if isinstance(column, Number):
            run.append(position)
            continue
        columns += _numbers(context, step, table, run)
        run = []
        columns.append(_text(step, column, position))
    columns += _numbers(context, step, table, run)
    return Table(tuple(columns))


def _text(step: Any, column: Text, position: int) -> Text:
    wanted = "none" if step.missing_values is None else "nan"
    if column.missing != wanted or column.fill is not None:
        return column
    return replace(column, fill=str(step.statistics_[position]))


def _numbers(context: Context, step: Any, table: Table, run: list[int]) -> tuple[Column, ...]:
    if not run:
        return ()
    part = table.pick(run)
    statistics = np.array([float(step.statistics_[p]) for p in run])
    statistics[np.isnan(statistics)] = 0.0
    if table.single:
        statistics = statistics.astype(np.float32).astype(np.float64)
    tensor = fill(context.graph, matrix(context.graph, part), statistics, step.missing_values)
    traces = mapped(part, [partial(_fill_values, s, step.missing_values) for s in statistics])
    return of_matrix(tensor, len(run), table.single, traces).columns


def fill(graph: Graph, tensor: str, values: Array, missing: Any = math.nan) -> str:
    """The tensor with missing numbers replaced by one value per column, all others untouched.

    Any number to the power of 1 is itself and NaN to the power of 0 is 1, exactly.
    """
    present = _present(graph, tensor, missing)
    kept = graph.mul(graph.pow(tensor, present), present)
    return graph.add(kept, graph.mul(graph.sub(1.0, present), values.reshape(1, -1)))


def _present(graph: Graph, tensor: str, missing: Any) -> str:
    if _marks_nan(missing):
        return graph.is_equal(tensor, tensor)
    return graph.sub(1.0, graph.is_equal(tensor, float(missing)))


def _marks_nan(missing: Any) -> bool:
    return missing is None or not isinstance(missing, int | float) or math.isnan(missing)


def _fill_values(statistic: float, missing: Any, values: Array) -> Array:
    gone = np.isnan(values) if _marks_nan(missing) else values == missing
    return np.where(gone, statistic, values)


def _is_nan(step: Any, position: int) -> bool:
    statistic = step.statistics_[position]
    return isinstance(statistic, float) and math.isnan(statistic)
