"""Gradient boosting of scikit-learn, with and without histograms, and AdaBoost."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.steps.forests import boosted
from armillary.conversion.steps.growing import Memberships, TreeGrower
from armillary.conversion.steps.trees import ensemble
from armillary.conversion.table import Context, Table, Votes

Array = npt.NDArray[Any]

_MOST_CODES = 256


def probabilities_of(graph: Graph, raw: str, width: int) -> str:
    """Sigmoid for one raw prediction, softmax for several."""
    if width > 1:
        return graph.softmax(raw)
    positive = graph.sigmoid(raw)
    return graph.concat([graph.sub(1.0, positive), positive])


def boosting_classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    raw = boosted(context, step, table)
    width = step.estimators_.shape[1]
    if width > 1:
        return Votes(step.classes_, graph.argmax(raw), graph.softmax(raw), raw)
    scale = 2.0 if type(step._loss).__name__ == "ExponentialLoss" else 1.0
    probabilities = probabilities_of(graph, graph.mul(raw, scale), 1)
    negative = graph.is_less(raw, 0.0)
    index = graph.reshape(graph.integer(graph.sub(1.0, negative)), [-1])
    return Votes(step.classes_, index, probabilities, raw)


def boosting_regressor(context: Context, step: Any, table: Table) -> str:
    return boosted(context, step, table)


def histogram_classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    raw = _histogram_raw(context, step, table)
    width = step.n_trees_per_iteration_
    probabilities = probabilities_of(graph, raw, width)
    if width > 1:
        return Votes(step.classes_, graph.argmax(raw), probabilities, raw)
    index = graph.reshape(graph.integer(graph.is_greater(raw, 0.0)), [-1])
    return Votes(step.classes_, index, probabilities, raw)


def histogram_regressor(context: Context, step: Any, table: Table) -> str:
    raw = _histogram_raw(context, step, table)
    link = type(step._loss.link).__name__
    if link == "IdentityLink":
        return raw
    if link == "LogLink":
        return context.graph.exp(raw)
    raise context.refuse(f"the link {link} is not supported", "Use loss='squared_error'")


def _histogram_raw(context: Context, step: Any, table: Table) -> str:
    if step._preprocessor is not None:
        table = context.converters.transform(
            context.inside("categories"), step._preprocessor, table
        )
    width = step.n_trees_per_iteration_
    categories = getattr(step, "_is_categorical_remapped", None)
    features = [] if categories is None else np.flatnonzero(categories).tolist()
    memberships = Memberships(len(table), dict.fromkeys(features, _MOST_CODES))
    trees = []
    for stage in step._predictors:
        for position, predictor in enumerate(stage):
            grower = TreeGrower(width, position)
            _grow(grower, memberships, predictor, 0)
            trees.append(grower.tree())
    baseline = np.asarray(step._baseline_prediction, np.float64).reshape(1, -1)
    return context.graph.add(ensemble(context, memberships.added(context, table), trees), baseline)


def _grow(grower: TreeGrower, memberships: Memberships, predictor: Any, at: int) -> int:
    node = predictor.nodes[at]
    if node["is_leaf"]:
        return grower.leaf(float(node["value"]))
    feature, missing_left = int(node["feature_idx"]), bool(node["missing_go_to_left"])
    if node["is_categorical"]:
        members = _members(predictor.raw_left_cat_bitsets[node["bitset_idx"]])
        asked = memberships.feature(feature, members, missing_left)
        here = grower.split(asked, Memberships.THRESHOLD, False)
    else:
        here = grower.split(feature, float(node["num_threshold"]), missing_left)
    left = _grow(grower, memberships, predictor, int(node["left"]))
    grower.link(here, left, _grow(grower, memberships, predictor, int(node["right"])))
    return here


def _members(bits: Array) -> list[int]:
    return [i for i in range(32 * len(bits)) if int(bits[i // 32]) >> (i % 32) & 1]
