"""Steps that compute, choose or combine numeric features."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.table import Context, Table, matrix, numbers, of_matrix

Array = npt.NDArray[Any]


def selected(context: Context, step: Any, table: Table) -> Table:
    """Every selector of features that keeps some columns as they are."""
    return table.pick([int(i) for i in np.flatnonzero(step.get_support())])


def normalizer(context: Context, step: Any, table: Table) -> Table:
    graph = context.graph
    tensor = matrix(graph, table)
    if step.norm == "l2":
        norm = graph.sqrt(graph.sum_of_squares(tensor))
    elif step.norm == "l1":
        norm = graph.sum(graph.abs(tensor))
    else:
        raise context.refuse("norm='max' has no exact form here", "Use norm='l2' or norm='l1'")
    safe = graph.add(norm, graph.is_equal(norm, 0.0))
    return of_matrix(graph.div(tensor, safe), len(table))


def polynomial(context: Context, step: Any, table: Table) -> Table:
    """Products of powers, multiplied from left to right as the source does."""
    graph = context.graph
    tensor = matrix(graph, table)
    parts: list[str] = []
    for powers in step.powers_:
        factors = [int(i) for i, power in enumerate(powers) for _ in range(int(power))]
        parts.append(_product(graph, tensor, factors))
    return of_matrix(graph.concat(parts), len(parts))


def _product(graph: Graph, tensor: str, factors: list[int]) -> str:
    if not factors:
        first = graph.columns(tensor, [0])
        return graph.pow(first, 0.0)
    product = graph.columns(tensor, factors[:1])
    for factor in factors[1:]:
        product = graph.mul(product, graph.columns(tensor, [factor]))
    return product


def principal(context: Context, step: Any, table: Table) -> Table:
    graph = context.graph
    components = np.asarray(step.components_, np.float64).T
    projected = graph.matmul(matrix(graph, table), components)
    if getattr(step, "mean_", None) is not None:
        projected = graph.sub(projected, np.reshape(step.mean_, (1, -1)) @ components)
    if getattr(step, "whiten", False):
        scale = np.sqrt(step.explained_variance_)
        scale = np.maximum(scale, np.finfo(scale.dtype).eps)
        projected = graph.div(projected, scale.reshape(1, -1))
    return of_matrix(projected, components.shape[1])


def binarizer(context: Context, step: Any, table: Table) -> Table:
    tensor = context.graph.is_greater(matrix(context.graph, table), float(step.threshold))
    return of_matrix(tensor, len(table))


def bins(context: Context, step: Any, table: Table) -> Table:
    """KBinsDiscretizer: how many inner edges lie at or below the value."""
    graph = context.graph
    tensor = matrix(graph, table)
    parts = []
    for position, edges in enumerate(step.bin_edges_):
        column = graph.columns(tensor, [position])
        below = graph.sum(graph.is_less(column, np.asarray(edges[1:-1]).reshape(1, -1)))
        index = graph.sub(float(len(edges) - 2), below)
        if step.encode == "ordinal":
            parts.append(of_matrix(index, 1))
            continue
        count = len(edges) - 1
        hot = graph.is_equal(index, np.arange(count, dtype=np.float64).reshape(1, -1))
        parts.append(of_matrix(hot, count))
    columns = tuple(column for part in parts for column in part.columns)
    return Table(columns, sparse=step.encode == "onehot")


def log1p(graph: Graph, x: str) -> str:
    """log(1 + x) with the rounding of 1 + x put back, so that small numbers keep their digits."""
    u = graph.add(x, 1.0)
    lost = graph.sub(x, graph.sub(u, 1.0))
    return graph.add(graph.log(u), graph.div(lost, u))


def _expm1(graph: Graph, x: str) -> str:
    return graph.sub(graph.exp(x), 1.0)


def _square(graph: Graph, x: str) -> str:
    return graph.mul(x, x)


def _logarithm(base: float, graph: Graph, x: str) -> str:
    return graph.mul(graph.log(x), float(1.0 / np.log(base)))


def _power_of(base: float, graph: Graph, x: str) -> str:
    return graph.pow(base, x)


FUNCTIONS: dict[Any, Callable[[Graph, str], str]] = {
    np.log1p: log1p,
    np.log: lambda graph, x: graph.log(x),
    np.log2: partial(_logarithm, 2.0),
    np.log10: partial(_logarithm, 10.0),
    np.exp: lambda graph, x: graph.exp(x),
    np.exp2: partial(_power_of, 2.0),
    np.expm1: _expm1,
    np.sqrt: lambda graph, x: graph.sqrt(x),
    np.square: _square,
    np.abs: lambda graph, x: graph.abs(x),
    np.negative: lambda graph, x: graph.neg(x),
    np.reciprocal: lambda graph, x: graph.div(1.0, x),
    np.tanh: lambda graph, x: graph.tanh(x),
}


_EXACT = (np.sqrt, np.square, np.abs, np.negative, np.reciprocal)
_NOT_RISING = (np.square, np.abs, np.negative, np.reciprocal)


def function(context: Context, step: Any, table: Table) -> Table:
    """FunctionTransformer of nothing or of a numpy function that has an exact form."""
    if step.func is None:
        return table
    if step.kw_args or step.func not in FUNCTIONS:
        name = getattr(step.func, "__name__", repr(step.func))
        known = ", ".join(f"np.{f.__name__}" for f in FUNCTIONS)
        raise context.refuse(
            f"the function {name} cannot be read as a formula",
            f"Use one of {known}, or compute the column before training and send it",
        )
    if table.single:
        raise context.refuse(
            f"np.{step.func.__name__} over float32 columns is rounded by the machine's own library",
            "Train on float64: frame.astype('float64')",
        )
    tensor = FUNCTIONS[step.func](context.graph, matrix(context.graph, table))
    traces = [
        None
        if column.trace is None
        else column.trace.then(
            step.func, exact=step.func in _EXACT, rising=step.func not in _NOT_RISING
        )
        for column in numbers(table)
    ]
    return of_matrix(tensor, len(table), traces=traces)
