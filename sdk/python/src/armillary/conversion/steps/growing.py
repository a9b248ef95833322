"""Builds a neutral tree node by node, for sources that keep their trees as documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from armillary.conversion.steps.impute import fill
from armillary.conversion.steps.trees import LEAF, Tree
from armillary.conversion.table import Context, Table, matrix, of_matrix


class TreeGrower:
    """Positions are given out in order; children are linked once they exist."""

    def __init__(self, outputs: int, output: int) -> None:
        self._outputs = outputs
        self._output = output
        self._feature: list[int] = []
        self._threshold: list[float] = []
        self._left: list[int] = []
        self._right: list[int] = []
        self._missing_left: list[bool] = []
        self._value: list[float] = []

    def leaf(self, value: float) -> int:
        return self._append(0, 0.0, False, value)

    def split(self, feature: int, threshold: float, missing_left: bool) -> int:
        return self._append(feature, threshold, missing_left, 0.0)

    def link(self, node: int, left: int, right: int) -> None:
        self._left[node], self._right[node] = left, right

    def tree(self) -> Tree:
        values = np.zeros((len(self._value), self._outputs))
        values[:, self._output] = self._value
        return Tree(
            feature=np.array(self._feature),
            threshold=np.array(self._threshold),
            left=np.array(self._left),
            right=np.array(self._right),
            missing_left=np.array(self._missing_left),
            values=values,
        )

    def _append(self, feature: int, threshold: float, missing_left: bool, value: float) -> int:
        self._feature.append(feature)
        self._threshold.append(threshold)
        self._left.append(LEAF)
        self._right.append(LEAF)
        self._missing_left.append(missing_left)
        self._value.append(value)
        return len(self._value) - 1


class Memberships:
    """Splits by a set of categories, as features of their own that are 0 on the left side.

    ``codes`` says how many codes 0, 1, ... each feature of categories has. Asked before the trees
    are grown, added to the table once all sets are known.
    """

    THRESHOLD = 0.5

    def __init__(self, width: int, codes: Mapping[int, int]) -> None:
        self._width = width
        self._codes = codes
        self._features: dict[tuple[int, frozenset[int], bool], int] = {}

    def feature(self, feature: int, left: Collection[int], missing_left: bool) -> int:
        """The feature that asks whether the code is one of ``left``. Raises KeyError where the
        feature has no codes.
        """
        known = range(self._codes[feature])
        key = (feature, frozenset(code for code in left if code in known), missing_left)
        return self._features.setdefault(key, self._width + len(self._features))

    def left_of(self, feature: int, right: Collection[int]) -> list[int]:
        """The codes that are not among ``right``."""
        return [code for code in range(self._codes[feature]) if code not in right]

    def added(self, context: Context, table: Table) -> Table:
        """The table with one more column for each set."""
        parts = {feature: self._looked_up(context, table, feature) for feature in self._codes}
        order: dict[int, int] = dict.fromkeys(self._codes, 0)
        columns = list(table.columns)
        for feature, _, _ in self._features:
            columns.append(parts[feature].columns[order[feature]])
            order[feature] += 1
        return Table(tuple(columns))

    def _looked_up(self, context: Context, table: Table, feature: int) -> Table:
        sets = [key for key in self._features if key[0] == feature]
        count = self._codes[feature]
        sides = np.ones((count + 1, len(sets)))
        for position, (_, left, missing_left) in enumerate(sets):
            sides[list(left), position] = 0.0
            sides[count, position] = 0.0 if missing_left else 1.0
        if not sets:
            return Table(())
        graph = context.graph
        code = matrix(graph, table.pick([feature]))
        index = graph.integer(fill(graph, code, np.array([float(count)])))
        return of_matrix(graph.rows(sides, index), len(sets))
