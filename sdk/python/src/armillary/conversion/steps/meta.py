"""Estimators made of estimators: votes, stacks, calibration, search, transformed targets."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.steps.features import FUNCTIONS
from armillary.conversion.table import Context, Table, Votes, joined, of_matrix

Array = npt.NDArray[Any]


def voting_classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    members = [
        context.converters.classify(context.inside(name), member, table)
        for name, member in _named_members(step)
    ]
    weights = _weights(step, len(members))
    classes = len(step.classes_)
    if step.voting == "hard":
        hot = [_one_hot(graph, member.index, classes) for member in members]
        return Votes(step.classes_, graph.argmax(_weighted(graph, hot, weights)))
    parts = [_probabilities(context, member) for member in members]
    total = graph.div(_weighted(graph, parts, weights), float(np.sum(weights)))
    return Votes(step.classes_, graph.argmax(total), total)


def voting_regressor(context: Context, step: Any, table: Table) -> str:
    values = [
        context.converters.regress(context.inside(name), member, table)
        for name, member in _named_members(step)
    ]
    weights = _weights(step, len(values))
    total = _weighted(context.graph, values, weights)
    return context.graph.div(total, float(np.sum(weights)))


def stacking_classifier(context: Context, step: Any, table: Table) -> Votes:
    stacked = _stacked(context, step, table, _member_votes)
    votes = context.converters.classify(context.inside("final"), step.final_estimator_, stacked)
    return Votes(step.classes_, votes.index, votes.probabilities, votes.decision)


def stacking_regressor(context: Context, step: Any, table: Table) -> str:
    stacked = _stacked(context, step, table, _member_values)
    return context.converters.regress(context.inside("final"), step.final_estimator_, stacked)


def _stacked(context: Context, step: Any, table: Table, answer: Any) -> Table:
    parts = []
    methods = iter(step.stack_method_)
    for name, member in _named_members(step):
        parts.append(answer(context.inside(name), member, table, next(methods)))
    if step.passthrough:
        parts.append(table)
    return joined(parts)


def _member_votes(context: Context, member: Any, table: Table, method: str) -> Table:
    votes = context.converters.classify(context, member, table)
    classes = len(votes.classes)
    if method == "predict_proba":
        probabilities = _probabilities(context, votes)
        if classes > 2:
            return of_matrix(probabilities, classes)
        return of_matrix(context.graph.columns(probabilities, [1]), 1)
    if method == "decision_function" and votes.decision is not None:
        return of_matrix(votes.decision, classes if classes > 2 else 1)
    raise context.refuse(f"its {method} cannot be stacked", "Use stack_method='predict_proba'")


def _member_values(context: Context, member: Any, table: Table, method: str) -> Table:
    return of_matrix(context.converters.regress(context, member, table), 1)


def bagging_classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    parts = []
    for position, (member, features) in enumerate(_bagged(step)):
        inner = context.inside(str(position))
        votes = context.converters.classify(inner, member, table.pick(features))
        _require_all_classes(inner, votes, len(step.classes_))
        parts.append(_probabilities(inner, votes))
    total = graph.div(_weighted(graph, parts, np.ones(len(parts))), float(len(parts)))
    return Votes(step.classes_, graph.argmax(total), total)


def bagging_regressor(context: Context, step: Any, table: Table) -> str:
    values = [
        context.converters.regress(context.inside(str(position)), member, table.pick(features))
        for position, (member, features) in enumerate(_bagged(step))
    ]
    total = _weighted(context.graph, values, np.ones(len(values)))
    return context.graph.div(total, float(len(values)))


def _bagged(step: Any) -> list[tuple[Any, list[int]]]:
    return [
        (member, [int(feature) for feature in features])
        for member, features in zip(step.estimators_, step.estimators_features_, strict=True)
    ]


def adaptive_classifier(context: Context, step: Any, table: Table) -> Votes:
    """AdaBoost: each member votes for its label with its weight."""
    graph = context.graph
    classes = len(step.classes_)
    votes = []
    for position, member in enumerate(step.estimators_):
        answer = context.converters.classify(context.inside(str(position)), member, table)
        hot = _one_hot(graph, answer.index, classes)
        votes.append(graph.sub(graph.mul(hot, classes / (classes - 1.0)), 1.0 / (classes - 1.0)))
    weights = np.asarray(step.estimator_weights_[: len(votes)], np.float64)
    total = graph.div(_weighted(graph, votes, weights), float(weights.sum()))
    if classes > 2:
        probabilities = graph.softmax(graph.div(total, classes - 1.0))
        return Votes(step.classes_, graph.argmax(total), probabilities, total)
    second = graph.columns(total, [1])
    positive = graph.sigmoid(graph.mul(second, 2.0))
    index = graph.reshape(graph.integer(graph.is_greater(second, 0.0)), [-1])
    probabilities = graph.concat([graph.sub(1.0, positive), positive])
    return Votes(step.classes_, index, probabilities, graph.mul(second, 2.0))


def one_versus_rest(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    scores = []
    for position, member in enumerate(step.estimators_):
        inner = context.inside(str(position))
        answer = context.converters.classify(inner, member, table)
        scores.append(graph.columns(_probabilities(inner, answer), [1]))
    if len(scores) == 1:
        both = graph.concat([graph.sub(1.0, scores[0]), scores[0]])
        return Votes(step.classes_, graph.argmax(both), both)
    each = graph.concat(scores)
    return Votes(step.classes_, graph.argmax(each), graph.div(each, graph.sum(each)))


def calibrated(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    parts = []
    for position, pair in enumerate(step.calibrated_classifiers_):
        inner = context.inside(str(position))
        parts.append(_calibrated_member(inner, pair, table, len(step.classes_)))
    total = graph.div(_weighted(graph, parts, np.ones(len(parts))), float(len(parts)))
    return Votes(step.classes_, graph.argmax(total), total)


def _calibrated_member(context: Context, pair: Any, table: Table, classes: int) -> str:
    graph = context.graph
    votes = context.converters.classify(context, pair.estimator, table)
    _require_all_classes(context, votes, classes)
    if hasattr(pair.estimator, "decision_function"):
        scores = votes.decision
    elif votes.probabilities is not None and classes == 2:
        scores = graph.columns(votes.probabilities, [1])
    else:
        scores = votes.probabilities
    if scores is None:
        raise context.refuse("its scores have no exact form", "Calibrate another estimator")
    each = [
        _curve(context, curve, graph.columns(scores, [position]))
        for position, curve in enumerate(pair.calibrators)
    ]
    if classes == 2:
        return graph.concat([graph.sub(1.0, each[0]), each[0]])
    together = graph.concat(each)
    total = graph.sum(together)
    nothing = graph.is_equal(total, 0.0)
    shares = graph.div(together, graph.add(total, nothing))
    return graph.add(shares, graph.mul(nothing, 1.0 / classes))


def _curve(context: Context, curve: Any, scores: str) -> str:
    graph = context.graph
    if hasattr(curve, "a_"):
        return graph.sigmoid(graph.neg(graph.add(graph.mul(scores, float(curve.a_)), curve.b_)))
    if not hasattr(curve, "X_thresholds_"):
        raise context.refuse(f"{type(curve).__name__} is not supported", "Use method='sigmoid'")
    return _interpolated(graph, curve.X_thresholds_, curve.y_thresholds_, scores)


def _interpolated(graph: Graph, knots: Array, heights: Array, scores: str) -> str:
    """A chain of straight lines, flat beyond its ends, as a sum of bounded ramps."""
    widths = np.diff(knots).astype(np.float64)
    rises = np.diff(heights).astype(np.float64)
    apart = graph.sub(scores, knots[:-1].reshape(1, -1).astype(np.float64))
    share = graph.div(graph.minimum(graph.maximum(apart, 0.0), widths.reshape(1, -1)), widths)
    total = graph.add(graph.matmul(share, rises.reshape(-1, 1)), float(heights[0]))
    return graph.minimum(graph.maximum(total, float(heights.min())), float(heights.max()))


def searched(step: Any) -> Any:
    return step.best_estimator_


def transformed_target(context: Context, step: Any, table: Table) -> str:
    graph = context.graph
    value = context.converters.regress(context.inside("regressor"), step.regressor_, table)
    turned = step.transformer_
    if step.transformer is None:
        return _turned_by_function(context, step.inverse_func, value)
    name = type(turned).__name__
    if name == "StandardScaler":
        scaled = graph.mul(value, turned.scale_) if turned.scale_ is not None else value
        return graph.add(scaled, turned.mean_) if turned.with_mean else scaled
    if name == "MinMaxScaler":
        return graph.div(graph.sub(value, turned.min_), turned.scale_)
    if name == "FunctionTransformer":
        return _turned_by_function(context, turned.inverse_func, value)
    raise context.refuse(f"the target's {name} cannot be turned back", "Use StandardScaler")


def _turned_by_function(context: Context, function: Any, value: str) -> str:
    if function is None:
        return value
    if function not in FUNCTIONS:
        name = getattr(function, "__name__", repr(function))
        raise context.refuse(
            f"the inverse function {name} cannot be read as a formula",
            "Use a numpy function such as np.expm1, np.exp, np.square",
        )
    return FUNCTIONS[function](context.graph, value)


def _named_members(step: Any) -> list[tuple[str, Any]]:
    names = [name for name, member in step.estimators if member != "drop"]
    return list(zip(names, step.estimators_, strict=True))


def _weights(step: Any, count: int) -> Array:
    return np.ones(count) if step.weights is None else np.asarray(step._weights_not_none, float)


def _weighted(graph: Graph, parts: list[str], weights: Array) -> str:
    scaled = [
        part if weight == 1.0 else graph.mul(part, float(weight))
        for part, weight in zip(parts, weights, strict=True)
    ]
    return scaled[0] if len(scaled) == 1 else graph.node("Sum", scaled)


def _one_hot(graph: Graph, index: str, classes: int) -> str:
    return graph.rows(np.eye(classes), index)


def _require_all_classes(context: Context, votes: Votes, classes: int) -> None:
    if len(votes.classes) != classes:
        raise context.refuse(
            f"it has seen {len(votes.classes)} of {classes} classes",
            "Train with more rows of the rarest class",
        )


def _probabilities(context: Context, votes: Votes) -> str:
    if votes.probabilities is None:
        raise context.refuse("it gives no probabilities in exact form", "Use another estimator")
    return votes.probabilities
