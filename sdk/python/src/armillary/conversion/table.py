"""What flows between the steps of a pipeline while it is converted: a table of columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from armillary.conversion.errors import UnsupportedStep
from armillary.conversion.graph import Graph
from armillary.conversion.signature import ColumnType

Array = npt.NDArray[Any]
Missing = Literal["nan", "none"]


@dataclass(frozen=True)
class Text:
    """A column of text (or of categories of text) that no step has encoded yet."""

    source: str
    tensor: str
    missing: Missing
    """What the source holds where text is missing: NaN or None."""
    fill: str | None = None
    """What an imputer put in the place of missing text."""
    categories: tuple[str, ...] | None = None
    """The categories of a pandas category column, in the order of their codes."""


@dataclass(frozen=True)
class Trace:
    """How one raw column became one number: the elementwise functions, in order.

    ``exact``: the graph computes each of them to the last bit. ``rising``: none of them falls.
    """

    source: str
    kind: ColumnType = "double"
    functions: tuple[Callable[[Array], Array], ...] = ()
    exact: bool = True
    rising: bool = True

    def then(
        self, function: Callable[[Array], Array], *, exact: bool = True, rising: bool = True
    ) -> Trace:
        """The trace with one function more."""
        return replace(
            self,
            functions=(*self.functions, function),
            exact=self.exact and exact,
            rising=self.rising and rising,
        )

    def __call__(self, values: Array) -> Array:
        with np.errstate(all="ignore"):
            for function in self.functions:
                values = function(values)
        return values


@dataclass(frozen=True)
class Number:
    """Column ``index`` of a double matrix, or a raw input that is not yet cast."""

    tensor: str
    index: int
    width: int
    single: bool = False
    """The source holds float32: its results are rounded to that."""
    raw: ColumnType | None = None
    trace: Trace | None = None
    categories: tuple[float, ...] | None = None
    """The categories of a pandas category column of numbers, in the order of their codes."""


Column = Text | Number


@dataclass(frozen=True)
class Table:
    """Columns in order, with names where the source has a data frame."""

    columns: tuple[Column, ...]
    names: tuple[str, ...] | None = None
    sparse: bool = False
    """The source holds a sparse matrix here, which some steps compute differently."""

    def __len__(self) -> int:
        return len(self.columns)

    def pick(self, positions: Sequence[int]) -> Table:
        names = None if self.names is None else tuple(self.names[p] for p in positions)
        return Table(tuple(self.columns[p] for p in positions), names, self.sparse)

    @property
    def single(self) -> bool:
        """Whether the source sees this table as one float32 array."""
        return bool(self.columns) and all(
            isinstance(column, Number) and column.single for column in self.columns
        )


@dataclass
class Cut:
    """A threshold of a tree: rows with ``trace(value) <= threshold`` go one way."""

    trace: Trace
    threshold: float


@dataclass(frozen=True)
class Votes:
    """What a classifier answers."""

    classes: Array
    index: str
    """Position of the label in ``classes``: int64 ``[N]``."""
    probabilities: str | None = None
    """Double ``[N, C]``."""
    decision: str | None = None
    """Double ``[N, 1]`` for two classes, else ``[N, C]``: what decision_function gives."""


class Converters(Protocol):
    """Turns any supported step into nodes; given to the steps that contain others."""

    def transform(self, context: Context, step: Any, table: Table) -> Table: ...

    def classify(self, context: Context, step: Any, table: Table) -> Votes: ...

    def regress(self, context: Context, step: Any, table: Table) -> str:
        """Double ``[N, 1]``."""
        ...


@dataclass
class Context:
    """One conversion under way: the graph, and what parity has to look at."""

    graph: Graph
    converters: Converters
    step: str = "model"
    cuts: list[Cut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: dict[str, list[Any]] = field(default_factory=dict)
    """Raw columns that an encoder looks up, with the values it knows."""

    def inside(self, name: str) -> Context:
        """The same conversion, one step further in."""
        path = name if self.step == "model" else f"{self.step}.{name}"
        return replace(self, step=path)

    def refuse(self, reason: str, advice: str) -> UnsupportedStep:
        """The refusal of the step at hand, for the caller to raise."""
        return UnsupportedStep(self.step, reason, advice)


def numbers(table: Table) -> tuple[Number, ...]:
    """The table's columns, all of which must be numbers. Raises TypeError naming the first text."""
    for column in table.columns:
        if isinstance(column, Text):
            raise TypeError(column.source)
    return tuple(column for column in table.columns if isinstance(column, Number))


def matrix(graph: Graph, table: Table) -> str:
    """The table as one double tensor ``[N, width]``."""
    parts: list[str] = []
    columns = numbers(table)
    start = 0
    while start < len(columns):
        end = start + 1
        while end < len(columns) and _belongs(columns[start], columns[end]):
            end += 1
        parts.append(_run(graph, columns[start:end]))
        start = end
    return graph.concat(parts)


def of_matrix(
    tensor: str,
    width: int,
    single: bool = False,
    traces: Sequence[Trace | None] | None = None,
    sparse: bool = False,
) -> Table:
    """A double tensor as a table without names."""
    found = [None] * width if traces is None else list(traces)
    columns = tuple(Number(tensor, i, width, single, None, found[i]) for i in range(width))
    return Table(columns, sparse=sparse)


def joined(tables: Sequence[Table]) -> Table:
    """The tables side by side; names are lost, as they are in an array."""
    return Table(tuple(column for table in tables for column in table.columns))


def mapped(table: Table, functions: Sequence[Callable[[Array], Array]]) -> list[Trace | None]:
    """The traces of the table's columns after one elementwise function each."""
    return [
        None if column.trace is None else column.trace.then(function)
        for column, function in zip(numbers(table), functions, strict=True)
    ]


def _belongs(first: Number, other: Number) -> bool:
    if first.raw is not None:
        return other.raw == first.raw
    return other.raw is None and other.tensor == first.tensor


def _run(graph: Graph, run: Sequence[Number]) -> str:
    first = run[0]
    if first.raw is not None:
        together = graph.concat([column.tensor for column in run])
        return together if first.raw == "double" else graph.double(together)
    indices = [column.index for column in run]
    if indices == list(range(first.width)):
        return first.tensor
    return graph.columns(first.tensor, indices)
