"""Steps made of steps: Pipeline, ColumnTransformer, FeatureUnion."""

from __future__ import annotations

from typing import Any

import numpy as np

from armillary.conversion.table import Context, Table, joined


def pipeline(context: Context, step: Any, table: Table) -> Table:
    """A pipeline that ends in a transformer."""
    for name, inner in step.steps:
        table = context.converters.transform(context.inside(name), inner, table)
    return table


def before_last(context: Context, step: Any, table: Table) -> tuple[Context, Any, Table]:
    """A pipeline up to its final estimator: where that stands, itself, and what it is given."""
    for name, inner in step.steps[:-1]:
        table = context.converters.transform(context.inside(name), inner, table)
    name, last = step.steps[-1]
    return context.inside(name), last, table


def columns(context: Context, step: Any, table: Table) -> Table:
    parts = []
    for name, inner, wanted in step.transformers_:
        positions = _positions(context, step, wanted, table)
        if (isinstance(inner, str) and inner == "drop") or not positions:
            continue
        part = table.pick(positions)
        parts.append(context.converters.transform(context.inside(name), inner, part))
    whole = joined(parts)
    return Table(whole.columns, sparse=bool(step.sparse_output_))


def union(context: Context, step: Any, table: Table) -> Table:
    parts = []
    for name, inner in step.transformer_list:
        if isinstance(inner, str) and inner == "drop":
            continue
        if (step.transformer_weights or {}).get(name, 1.0) != 1.0:
            raise context.refuse("transformer_weights are not supported", "Leave them out")
        parts.append(context.converters.transform(context.inside(name), inner, table))
    return Table(joined(parts).columns, sparse=any(part.sparse for part in parts))


def _positions(context: Context, step: Any, wanted: Any, table: Table) -> list[int]:
    if isinstance(wanted, slice):
        return list(range(len(table)))[_plain_slice(wanted, table)]
    items = [wanted] if isinstance(wanted, str | int | np.integer) else list(wanted)
    if items and all(isinstance(item, bool | np.bool_) for item in items):
        return [i for i, chosen in enumerate(items) if chosen]
    positions = []
    for item in items:
        if isinstance(item, str):
            positions.append(_named(context, item, table))
        else:
            positions.append(int(item) % len(table))
    return positions


def _named(context: Context, name: str, table: Table) -> int:
    if table.names is None or name not in table.names:
        raise context.refuse(
            f"column {name!r} is chosen by name where no names are left",
            "Choose columns by position after a step that returns an array",
        )
    return table.names.index(name)


def _plain_slice(wanted: slice, table: Table) -> slice:
    if isinstance(wanted.start, str) or isinstance(wanted.stop, str):
        names = list(table.names or ())
        start = names.index(wanted.start) if wanted.start is not None else None
        stop = names.index(wanted.stop) + 1 if wanted.stop is not None else None
        return slice(start, stop, wanted.step)
    return wanted
