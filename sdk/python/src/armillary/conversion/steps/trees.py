"""Trees in a neutral form, and the ensemble node that answers exactly as they do.

Every comparison is ``x <= threshold`` in double. A source that first rounds x to float32 is met by
moving the threshold: ``float32(x) <= t`` holds exactly for ``x <= as_if_single(t)``.

The node adds leaves in double but answers in float32. So each leaf is cut into two parts, the
first a multiple of a step so coarse that the sum of all first parts is exact in float32, and the
two sums are added in double afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import numpy_helper

from armillary.conversion.graph import ML_DOMAIN, Graph
from armillary.conversion.table import Context, Cut, Number, Table, Trace, matrix, numbers
from armillary.conversion.thresholds import last_at_or_below

Array = npt.NDArray[Any]

LEAF = -1
_LARGEST = float(np.finfo(np.float64).max)
_EXACT_BITS = 22


@dataclass(frozen=True)
class Tree:
    """Nodes by position, 0 the root. ``left`` is taken where the comparison holds.

    ``values`` is ``[nodes, outputs]`` and counts at leaves only.
    """

    feature: Array
    threshold: Array
    left: Array
    right: Array
    missing_left: Array
    values: Array


def as_if_single(thresholds: Array) -> Array:
    """For each t the largest double x whose nearest float32 is at most t."""
    wide = np.asarray(thresholds, np.float64)
    with np.errstate(over="ignore"):
        single = wide.astype(np.float32)
        single = np.where(single > wide, np.nextafter(single, np.float32(-np.inf)), single)
        following = np.nextafter(single, np.float32(np.inf))
    low, high = single.astype(np.float64), following.astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        middle = low / 2 + high / 2
    even = single.view(np.uint32) % 2 == 0
    result = np.where(even, middle, np.nextafter(middle, -np.inf))
    overflow = 2.0**128 - 2.0**103
    result = np.where(np.isinf(high), np.nextafter(overflow, 0.0), result)
    return np.where(np.isinf(wide), wide, result)


def finite(thresholds: Array) -> Array:
    """Infinite thresholds as the largest doubles: the same for every finite value."""
    return np.clip(np.asarray(thresholds, np.float64), -_LARGEST, _LARGEST)


def ensemble(context: Context, table: Table, trees: Sequence[Tree]) -> str:
    """The sum of all trees' leaves for each row: double ``[N, outputs]``."""
    outputs = trees[0].values.shape[1]
    table, trees = _folded(table, trees)
    _remember_cuts(context, table, trees)
    coarse, fine = _parts(trees)
    node = _Attributes(2 * outputs)
    for tree, first, second in zip(trees, coarse, fine, strict=True):
        node.add(tree, np.hstack([first, second]))
    graph = context.graph
    sums = graph.double(node.emit(graph, matrix(graph, table)))
    return graph.matmul(sums, np.vstack([np.eye(outputs), np.eye(outputs)]))


def added_in_single(context: Context, table: Table, trees: Sequence[Tree], start: float) -> str:
    """The start and all leaves, added one by one and rounded to float32 each time, as a source
    does that adds so: double ``[N, 1]``. Costs two nodes for each tree.
    """
    table, trees = _folded(table, trees)
    _remember_cuts(context, table, trees)
    node = _Attributes(len(trees))
    for position, tree in enumerate(trees):
        node.add(tree, tree.values[:, :1], position)
    graph = context.graph
    leaves = node.emit(graph, matrix(graph, table))
    terms = [graph.columns(leaves, [position]) for position in range(len(trees))]
    first = graph.constant(np.array([[start]], np.float32))
    return graph.double(graph.node("Sum", [first, *terms]))


def _parts(trees: Sequence[Tree]) -> tuple[list[Array], list[Array]]:
    leaves = [np.where((tree.left == LEAF)[:, None], tree.values, 0.0) for tree in trees]
    bound = sum(float(np.abs(values).max()) for values in leaves)
    coarse = [_multiples(values, _step(bound)) for values in leaves]
    fine = [values - part for values, part in zip(leaves, coarse, strict=True)]
    return coarse, fine


def _folded(table: Table, trees: Sequence[Tree]) -> tuple[Table, Sequence[Tree]]:
    """Trees that compare the raw column where the way to a feature has no exact form.

    A logarithm, say, is rounded one way by the source and another by the runtime; but since it
    rises, the raw value at which the source's own function passes a threshold does as well.
    """
    columns = list(table.columns)
    traces: dict[int, Trace] = {}
    for position, column in enumerate(numbers(table)):
        trace = column.trace
        if trace is not None and not trace.exact and trace.rising:
            traces[position] = trace
            raw = Trace(trace.source, trace.kind)
            columns[position] = Number(trace.source, 0, 1, raw=trace.kind, trace=raw)
    if not traces:
        return table, trees
    return Table(tuple(columns)), [_on_raw(tree, traces) for tree in trees]


def _on_raw(tree: Tree, traces: dict[int, Trace]) -> Tree:
    threshold, missing_left = tree.threshold.astype(np.float64), tree.missing_left.copy()
    for feature, trace in traces.items():
        nodes = np.flatnonzero((tree.left != LEAF) & (tree.feature == feature))
        if len(nodes) == 0:
            continue
        filled = float(trace(np.array([np.nan]))[0])
        if not np.isnan(filled):
            missing_left[nodes] = filled <= threshold[nodes]
        threshold[nodes] = last_at_or_below(trace, threshold[nodes])
    return replace(tree, threshold=threshold, missing_left=missing_left)


def _step(bound: float) -> float:
    return 2.0 ** (math.ceil(math.log2(bound)) - _EXACT_BITS) if bound > 0 else 1.0


def _multiples(values: Array, step: float) -> Array:
    return np.round(values / step) * step


def _remember_cuts(context: Context, table: Table, trees: Sequence[Tree]) -> None:
    traces = [column.trace for column in numbers(table)]
    seen: set[tuple[int, float]] = set()
    for tree in trees:
        inner = tree.left != LEAF
        pairs = zip(tree.feature[inner].tolist(), tree.threshold[inner].tolist(), strict=True)
        seen.update(pairs)
    for feature, threshold in sorted(seen):
        trace = traces[feature]
        if trace is not None:
            context.cuts.append(Cut(trace, threshold))


class _Attributes:
    """Collects the attributes of one TreeEnsembleRegressor."""

    def __init__(self, targets: int) -> None:
        self._targets = targets
        self._trees = 0
        self._nodes: dict[str, list[Any]] = {
            name: []
            for name in (
                "nodes_treeids",
                "nodes_nodeids",
                "nodes_featureids",
                "nodes_modes",
                "nodes_truenodeids",
                "nodes_falsenodeids",
                "nodes_missing_value_tracks_true",
            )
        }
        self._leaves: dict[str, list[Any]] = {
            name: [] for name in ("target_treeids", "target_nodeids", "target_ids")
        }
        self._thresholds: list[Array] = []
        self._weights: list[float] = []

    def add(self, tree: Tree, values: Array, first_target: int = 0) -> None:
        count = len(tree.left)
        leaf = tree.left == LEAF
        nodes = self._nodes
        nodes["nodes_treeids"] += [self._trees] * count
        nodes["nodes_nodeids"] += range(count)
        nodes["nodes_featureids"] += np.where(leaf, 0, tree.feature).tolist()
        nodes["nodes_modes"] += np.where(leaf, "LEAF", "BRANCH_LEQ").tolist()
        nodes["nodes_truenodeids"] += np.where(leaf, 0, tree.left).tolist()
        nodes["nodes_falsenodeids"] += np.where(leaf, 0, tree.right).tolist()
        tracks = np.where(leaf, 0, tree.missing_left).astype(int)
        nodes["nodes_missing_value_tracks_true"] += tracks.tolist()
        self._thresholds.append(np.where(leaf, 0.0, finite(tree.threshold)))
        self._add_leaves(np.flatnonzero(leaf), values, first_target)
        self._trees += 1

    def _add_leaves(self, leaves: Array, values: Array, first_target: int) -> None:
        for position in leaves.tolist():
            for target, weight in enumerate(values[position].tolist()):
                if weight == 0.0 and target != 0:
                    continue
                self._leaves["target_treeids"].append(self._trees)
                self._leaves["target_nodeids"].append(position)
                self._leaves["target_ids"].append(first_target + target)
                self._weights.append(weight)

    def emit(self, graph: Graph, tensor: str) -> str:
        return graph.node(
            "TreeEnsembleRegressor",
            [tensor],
            ML_DOMAIN,
            n_targets=self._targets,
            aggregate_function="SUM",
            post_transform="NONE",
            nodes_values_as_tensor=numpy_helper.from_array(np.concatenate(self._thresholds), "t"),
            target_weights_as_tensor=numpy_helper.from_array(np.array(self._weights), "w"),
            **self._nodes,
            **self._leaves,
        )
