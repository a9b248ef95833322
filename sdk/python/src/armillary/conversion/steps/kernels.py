"""Support vector machines in double precision, and k-means."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.table import Context, Table, Votes, matrix

Array = npt.NDArray[Any]

_LEAST_PROBABILITY = 1e-7


def classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    kernel = _kernel(context, step, table)
    pairs = graph.add(
        graph.matmul(kernel, _pair_weights(step)), np.reshape(step._intercept_, (1, -1))
    )
    classes = len(step.classes_)
    if classes == 2:
        # libsvm counts in favour of the first class; scikit-learn turns the sign.
        scores = graph.neg(pairs)
        index = graph.reshape(graph.integer(graph.is_greater(scores, 0.0)), [-1])
        probabilities = _platt(graph, step, pairs) if step.probability is True else None
        return Votes(step.classes_, index, probabilities, scores)
    if step.probability is True:
        context.notes.append(
            f"step {context.step}: probabilities of an SVC with more than two classes come out of "
            "an iteration that has no exact form; the model answers labels only"
        )
    return Votes(step.classes_, _vote(graph, pairs, classes))


def regressor(context: Context, step: Any, table: Table) -> str:
    kernel = _kernel(context, step, table)
    weights = np.asarray(step._dual_coef_, np.float64).T
    return context.graph.add(context.graph.matmul(kernel, weights), float(step._intercept_[0]))


def _kernel(context: Context, step: Any, table: Table) -> str:
    graph = context.graph
    tensor = matrix(graph, table)
    vectors = np.asarray(step.support_vectors_, np.float64)
    if not isinstance(step.kernel, str) or step.kernel == "precomputed":
        raise context.refuse("a kernel of one's own is not supported", "Use rbf, linear or poly")
    product = graph.matmul(tensor, vectors.T)
    gamma = float(step._gamma)
    if step.kernel == "linear":
        return product
    if step.kernel == "rbf":
        squares = graph.add(graph.sum_of_squares(tensor), (vectors**2).sum(axis=1).reshape(1, -1))
        distance = graph.maximum(graph.sub(squares, graph.mul(product, 2.0)), 0.0)
        return graph.exp(graph.mul(distance, -gamma))
    inner = graph.add(graph.mul(product, gamma), float(step.coef0))
    if step.kernel == "sigmoid":
        return graph.tanh(inner)
    return graph.pow(inner, float(step.degree))


def _pair_weights(step: Any) -> Array:
    """Weight of each support vector in each of the C * (C - 1) / 2 decisions."""
    dual, counts = np.asarray(step._dual_coef_, np.float64), step._n_support
    starts = np.concatenate([[0], np.cumsum(counts)])
    classes = max(len(counts), 2)
    columns = []
    for first in range(classes):
        for second in range(first + 1, classes):
            weights = np.zeros(dual.shape[1])
            own = slice(starts[first], starts[first + 1])
            other = slice(starts[second], starts[second + 1])
            weights[own] = dual[second - 1, own]
            weights[other] = dual[first, other]
            columns.append(weights)
    return np.array(columns).T


def _platt(graph: Graph, step: Any, pairs: str) -> str:
    scaled = graph.add(graph.mul(pairs, float(step._probA[0])), float(step._probB[0]))
    first = graph.sigmoid(graph.neg(scaled))
    bounded = graph.minimum(graph.maximum(first, _LEAST_PROBABILITY), 1 - _LEAST_PROBABILITY)
    return graph.concat([bounded, graph.sub(1.0, bounded)])


def _vote(graph: Graph, pairs: str, classes: int) -> str:
    firsts = np.zeros((classes * (classes - 1) // 2, classes))
    seconds = np.zeros_like(firsts)
    position = 0
    for first in range(classes):
        for second in range(first + 1, classes):
            firsts[position, first] = 1.0
            seconds[position, second] = 1.0
            position += 1
    won = graph.is_greater(pairs, 0.0)
    lost = graph.sub(1.0, won)
    return graph.argmax(graph.add(graph.matmul(won, firsts), graph.matmul(lost, seconds)))


def clusters(context: Context, step: Any, table: Table) -> Votes:
    """The nearest centre; the clusters are the classes."""
    graph = context.graph
    centres = np.asarray(step.cluster_centers_, np.float64)
    product = graph.matmul(matrix(graph, table), -2.0 * centres.T)
    distances = graph.add(product, (centres**2).sum(axis=1).reshape(1, -1))
    return Votes(np.arange(len(centres)), graph.argmin(distances))
