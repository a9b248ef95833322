"""Trees and forests of scikit-learn: single trees, forests, gradient boosting, isolation."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.steps.trees import LEAF, Tree, as_if_single, ensemble
from armillary.conversion.table import Context, Table, Votes

Array = npt.NDArray[Any]


def neutral(fitted: Any, values: Array) -> Tree:
    """A fitted ``tree_`` with the given value per node; its input is rounded to float32."""
    missing = getattr(fitted, "missing_go_to_left", None)
    count = int(fitted.node_count)
    return Tree(
        feature=np.asarray(fitted.feature),
        threshold=as_if_single(fitted.threshold),
        left=np.asarray(fitted.children_left),
        right=np.asarray(fitted.children_right),
        missing_left=np.zeros(count, bool) if missing is None else np.asarray(missing, bool),
        values=values,
    )


def _members(step: Any) -> list[Any]:
    return list(step.estimators_) if hasattr(step, "estimators_") else [step]


def classifier(context: Context, step: Any, table: Table) -> Votes:
    _refuse_many_outputs(context, step)
    members = _members(step)
    classes = len(step.classes_)
    chosen = [1] if classes == 2 else list(range(classes))
    trees = [neutral(m.tree_, m.tree_.value[:, 0, chosen]) for m in members]
    graph = context.graph
    total = ensemble(context, table, trees)
    if classes == 2:
        total = graph.concat([graph.sub(float(len(members)), total), total])
    probabilities = graph.div(total, float(len(members)))
    return Votes(step.classes_, graph.argmax(total), probabilities)


def regressor(context: Context, step: Any, table: Table) -> str:
    _refuse_many_outputs(context, step)
    members = _members(step)
    trees = [neutral(m.tree_, m.tree_.value[:, 0, :1]) for m in members]
    return context.graph.div(ensemble(context, table, trees), float(len(members)))


def boosted(context: Context, step: Any, table: Table) -> str:
    """Raw predictions of scikit-learn's GradientBoosting: ``[N, K]``."""
    stages = step.estimators_
    width = stages.shape[1]
    trees = []
    for stage in stages:
        for position, member in enumerate(stage):
            values = np.zeros((member.tree_.node_count, width))
            values[:, position] = step.learning_rate * member.tree_.value[:, 0, 0]
            trees.append(neutral(member.tree_, values))
    initial = _initial(context, step)
    return context.graph.add(ensemble(context, table, trees), initial.reshape(1, -1))


def _initial(context: Context, step: Any) -> Array:
    start = step.init_
    if isinstance(start, str) and start == "zero":
        return np.zeros(step.estimators_.shape[1])
    if type(start).__name__ not in ("DummyClassifier", "DummyRegressor"):
        raise context.refuse(
            "a start estimator of its own (init=) is not supported", "Leave it out"
        )
    nothing = np.zeros((1, step.n_features_in_), np.float32)
    return np.asarray(step._raw_predict_init(nothing), np.float64)


def isolation(context: Context, step: Any, table: Table) -> Votes:
    """IsolationForest: -1 for outliers, from the mean depth of the leaves."""
    trees = []
    for depths, lengths, member, features in zip(
        step._decision_path_lengths,
        step._average_path_length_per_tree,
        step.estimators_,
        step.estimators_features_,
        strict=True,
    ):
        values = (np.asarray(depths) + np.asarray(lengths) - 1.0).reshape(-1, 1)
        tree = neutral(member.tree_, values)
        inner = tree.left != LEAF
        mapped_features = np.where(inner, np.asarray(features)[tree.feature], tree.feature)
        trees.append(Tree(mapped_features, *_after_feature(tree)))
    graph = context.graph
    depth = ensemble(context, table, trees)
    scale = len(step.estimators_) * _average_path(step._max_samples)
    score = graph.neg(graph.pow(2.0, graph.neg(graph.div(depth, scale))))
    inlier = graph.sub(1.0, graph.is_less(score, float(step.offset_)))
    index = graph.reshape(graph.integer(inlier), [-1])
    return Votes(np.array([-1, 1]), index, None, graph.sub(score, float(step.offset_)))


def _after_feature(tree: Tree) -> tuple[Array, Array, Array, Array, Array]:
    return tree.threshold, tree.left, tree.right, tree.missing_left, tree.values


def _average_path(samples: int) -> float:
    if samples <= 1:
        return 0.0
    if samples == 2:
        return 1.0
    return float(2.0 * (np.log(samples - 1.0) + np.euler_gamma) - 2.0 * (samples - 1.0) / samples)


def _refuse_many_outputs(context: Context, step: Any) -> None:
    if getattr(step, "n_outputs_", 1) != 1:
        raise context.refuse(
            "a model with several outputs is not supported", "Train one per output"
        )
