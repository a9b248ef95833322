"""Scalers: the same operations in the same order and precision as scikit-learn's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.table import Context, Table, mapped, matrix, of_matrix

Array = npt.NDArray[Any]


class _Scaling:
    """A matrix on its way through elementwise operations by column."""

    def __init__(self, context: Context, table: Table) -> None:
        self._graph = context.graph
        self._table = table
        self._tensor = matrix(context.graph, table)
        self._traces = list(mapped(table, [_same] * len(table)))

    def apply(self, operator: str, constants: Any) -> None:
        """One of Sub, Div, Mul, Add by one constant per column; in float32 where the source is."""
        values = np.broadcast_to(np.asarray(constants, np.float64), (len(self._table),))
        if self._table.single:
            values = values.astype(np.float32).astype(np.float64)
        self._tensor = self._graph.node(
            operator, [self._tensor, self._graph.constant(values.reshape(1, -1))]
        )
        if self._table.single:
            self._tensor = self._graph.rounded_to_single(self._tensor)
        self._follow([partial(_elementwise, operator, v, self._table.single) for v in values])

    def clip(self, low: float, high: float) -> None:
        self._tensor = self._graph.minimum(self._graph.maximum(self._tensor, low), high)
        self._follow([partial(np.clip, a_min=low, a_max=high)] * len(self._table))

    def table(self) -> Table:
        table = self._table
        return of_matrix(self._tensor, len(table), table.single, self._traces, table.sparse)

    def _follow(self, functions: list[Callable[[Array], Array]]) -> None:
        self._traces = [
            None if trace is None else trace.then(function)
            for trace, function in zip(self._traces, functions, strict=True)
        ]


def standard(context: Context, step: Any, table: Table) -> Table:
    scaling = _Scaling(context, table)
    if step.with_mean:
        scaling.apply("Sub", step.mean_)
    if step.with_std and step.scale_ is not None:
        _divide(scaling, table, step.scale_)
    return scaling.table()


def min_max(context: Context, step: Any, table: Table) -> Table:
    scaling = _Scaling(context, table)
    scaling.apply("Mul", step.scale_)
    scaling.apply("Add", step.min_)
    if step.clip:
        scaling.clip(*step.feature_range)
    return scaling.table()


def max_abs(context: Context, step: Any, table: Table) -> Table:
    scaling = _Scaling(context, table)
    _divide(scaling, table, step.scale_)
    if getattr(step, "clip", False):
        scaling.clip(-1.0, 1.0)
    return scaling.table()


def robust(context: Context, step: Any, table: Table) -> Table:
    if table.single:
        raise context.refuse(
            "RobustScaler computes float32 data in mixed precision",
            "Train on float64: frame.astype('float64')",
        )
    scaling = _Scaling(context, table)
    if step.with_centering:
        scaling.apply("Sub", step.center_)
    if step.with_scaling:
        _divide(scaling, table, step.scale_)
    return scaling.table()


def _divide(scaling: _Scaling, table: Table, scale: Array) -> None:
    if table.sparse:
        scaling.apply("Mul", 1 / np.asarray(scale))
    else:
        scaling.apply("Div", scale)


def _same(values: Array) -> Array:
    return values


_OPERATIONS: dict[str, Callable[[Array, float], Array]] = {
    "Sub": np.subtract,
    "Div": np.divide,
    "Mul": np.multiply,
    "Add": np.add,
}


def _elementwise(operator: str, constant: float, single: bool, values: Array) -> Array:
    result = _OPERATIONS[operator](values, constant)
    return result.astype(np.float32).astype(np.float64) if single else result
