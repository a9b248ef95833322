"""Builds a neutral tree node by node, for sources that keep their trees as documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from armillary.conversion.steps.trees import LARGEST, LEAF, Tree


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
        self._is_set: list[bool] = []
        self._value: list[float] = []

    def leaf(self, value: float) -> int:
        return self._append(0, 0.0, False, False, value)

    def split(self, feature: int, threshold: float, missing_left: bool) -> int:
        return self._append(feature, threshold, missing_left, False, 0.0)

    def link(self, node: int, left: int, right: int) -> None:
        self._left[node], self._right[node] = left, right

    def member_of(self, feature: int, members: Sequence[float], missing_left: bool) -> list[int]:
        """A chain of nodes that ask for one member each; close it with ``link_chain``.

        Whether NaN goes the same way is asked first, by a comparison that no code passes: the
        runtime may fold the chain into a set and then does not look at NaN.
        """
        chain = [self._append(feature, -LARGEST, True, False, 0.0)] if missing_left else []
        chain += [self._append(feature, float(m), False, True, 0.0) for m in members]
        return chain

    def link_chain(self, chain: Sequence[int], left: int, right: int) -> None:
        for node, following in zip(chain, [*chain[1:], right], strict=True):
            self.link(node, left, following)

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
            is_set=np.array(self._is_set),
        )

    def _append(
        self, feature: int, threshold: float, missing_left: bool, is_set: bool, value: float
    ) -> int:
        self._feature.append(feature)
        self._threshold.append(threshold)
        self._left.append(LEAF)
        self._right.append(LEAF)
        self._missing_left.append(missing_left)
        self._is_set.append(is_set)
        self._value.append(value)
        return len(self._value) - 1
