"""Encoders of categories: each becomes a look-up in a table that the fitted encoder fills itself.

The encoder is asked what it makes of every category, of an unknown one and of a missing one; so
dropped, infrequent and target-encoded categories need no rule of their own here.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.signature import MISSING_TEXT
from armillary.conversion.table import Context, Number, Table, Text, joined, matrix, of_matrix

Array = npt.NDArray[Any]

_UNSEEN_TEXT = "\ufdd2unseen"
_UNSEEN_NUMBER = 987654321.125
_AT_ONCE = 1000


def one_hot(context: Context, step: Any, table: Table) -> Table:
    widths = [int(width) for width in step._n_features_outs]
    return _encoded(context, step, table, widths, bool(step.sparse_output))


def ordinal(context: Context, step: Any, table: Table) -> Table:
    return _encoded(context, step, table, [1] * len(table), False)


def target(context: Context, step: Any, table: Table) -> Table:
    width = len(step.classes_) if step.target_type_ == "multiclass" else 1
    return _encoded(context, step, table, [width] * len(table), False)


class _Oracle:
    """A fitted encoder, asked about one feature while the others hold a known category."""

    def __init__(self, step: Any, widths: list[int]) -> None:
        self._step = step
        self._starts = np.concatenate([[0], np.cumsum(widths)])
        self._known = [categories[0] for categories in step.categories_]

    def categories(self, feature: int) -> list[Any]:
        return list(self._step.categories_[feature])

    def row(self, feature: int, value: Any) -> Array | None:
        """What the encoder makes of the value, or None where it refuses."""
        try:
            encoded = self._transform(feature, [value])
        except (ValueError, TypeError):
            return None
        return np.asarray(self._own(feature, encoded)[0])

    def rows(self, feature: int, known: list[Any]) -> list[Array | None]:
        """The same for each of many categories: one call costs as much as hundreds of rows."""
        pieces = [known[start : start + _AT_ONCE] for start in range(0, len(known), _AT_ONCE)]
        encoded = (self._transform(feature, piece) for piece in pieces)
        return [row for piece in encoded for row in self._own(feature, piece)]

    def _transform(self, feature: int, values: list[Any]) -> Any:
        rows = np.empty((len(values), len(self._known)), dtype=object)
        rows[:] = self._known
        rows[:, feature] = values
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self._step.transform(self._input(rows))

    def _own(self, feature: int, encoded: Any) -> Array:
        """The columns of the feature."""
        whole = encoded if hasattr(encoded, "toarray") else np.asarray(encoded)
        own = whole[:, self._starts[feature] : self._starts[feature + 1]]
        return np.array(own.toarray() if hasattr(own, "toarray") else own, dtype=np.float64)

    def _input(self, rows: Array) -> Any:
        names = getattr(self._step, "feature_names_in_", None)
        if names is None:
            kinds = {categories.dtype.kind for categories in self._step.categories_}
            return rows if "O" in kinds or "U" in kinds else rows.astype(np.float64)
        import pandas

        kept = [object if c.dtype.kind in "OU" else None for c in self._step.categories_]
        cells = zip(names, rows.T, kept, strict=True)
        return pandas.DataFrame({n: pandas.Series(list(v), dtype=kind) for n, v, kind in cells})


def _encoded(context: Context, step: Any, table: Table, widths: list[int], sparse: bool) -> Table:
    oracle = _Oracle(step, widths)
    parts = []
    for feature, column in enumerate(table.columns):
        if widths[feature] == 0:
            continue
        if isinstance(column, Text):
            tensor = _text(context, oracle, feature, column)
        else:
            tensor = _number(context, oracle, feature, column)
        parts.append(of_matrix(tensor, widths[feature]))
    whole = joined(parts)
    return Table(whole.columns, sparse=sparse)


def _text(context: Context, oracle: _Oracle, feature: int, column: Text) -> str:
    codes: dict[str, int] = {}
    rows: list[Array | None] = [oracle.row(feature, _UNSEEN_TEXT)]
    texts = [one for one in oracle.categories(feature) if isinstance(one, str)]
    codes.update((text, index) for index, text in enumerate(texts, len(rows)))
    rows.extend(oracle.rows(feature, texts))
    _refuse_other_kinds(context, oracle, feature, column)
    context.known.setdefault(column.source, list(codes))
    codes[MISSING_TEXT] = len(rows)
    rows.append(oracle.row(feature, _missing_value(column)))
    index = context.graph.code(column.tensor, codes, 0)
    return context.graph.rows(_table(rows), index)


def _refuse_other_kinds(context: Context, oracle: _Oracle, feature: int, column: Text) -> None:
    for category in oracle.categories(feature):
        if category is None or isinstance(category, str):
            continue
        if isinstance(category, float) and np.isnan(category):
            continue
        raise context.refuse(
            f"column {column.source!r} mixes text with {type(category).__name__}",
            "Make the column one type before training",
        )


def _missing_value(column: Text) -> Any:
    if column.fill is not None:
        return column.fill
    return np.nan if column.missing == "nan" else None


def _number(context: Context, oracle: _Oracle, feature: int, column: Number) -> str:
    graph = context.graph
    categories = [c for c in oracle.categories(feature) if c is not None and not np.isnan(c)]
    values = np.array([float(c) for c in categories])
    if column.raw is not None:
        context.known.setdefault(column.tensor, values.tolist())
    rows = oracle.rows(feature, categories)
    unseen, missing = oracle.row(feature, _UNSEEN_NUMBER), oracle.row(feature, np.nan)
    whole = _table([*rows, unseen, missing])
    tensor = matrix(graph, Table((column,)))
    hits = graph.is_equal(tensor, values.reshape(1, -1))
    present = graph.is_equal(tensor, tensor)
    unknown = graph.sub(present, graph.sum(hits))
    chosen = graph.concat([hits, unknown, graph.sub(1.0, present)])
    return _blend(graph, chosen, whole)


def _blend(graph: Graph, chosen: str, table: Array) -> str:
    """Rows of the table by one-hot choice; NaN in the table (an encoded missing) survives."""
    if not np.isnan(table).any():
        return graph.matmul(chosen, table)
    return graph.rows(table, graph.argmax(chosen))


def _table(rows: list[Array | None]) -> Array:
    width = next(len(row) for row in rows if row is not None)
    return np.vstack([np.zeros(width) if row is None else row for row in rows])
