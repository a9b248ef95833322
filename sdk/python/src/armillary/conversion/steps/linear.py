"""Linear models, naive Bayes and discriminants: a matrix product and a link."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.graph import Graph
from armillary.conversion.steps.boosting import probabilities_of
from armillary.conversion.table import Context, Table, Votes, matrix

Array = npt.NDArray[Any]


def decision(context: Context, step: Any, table: Table) -> str:
    """What decision_function gives: ``[N, 1]`` for two classes, else ``[N, C]``."""
    weights = np.atleast_2d(np.asarray(step.coef_, np.float64)).T
    product = context.graph.matmul(matrix(context.graph, table), weights)
    intercept = np.broadcast_to(np.ravel(step.intercept_), (weights.shape[1],))
    return context.graph.add(product, intercept.reshape(1, -1))


def label_index(graph: Graph, scores: str, classes: int) -> str:
    """Two classes: the second where the decision is positive; else the largest."""
    if classes > 2:
        return graph.argmax(scores)
    return graph.reshape(graph.integer(graph.is_greater(scores, 0.0)), [-1])


def logistic(context: Context, step: Any, table: Table) -> Votes:
    scores = decision(context, step, table)
    classes = len(step.classes_)
    graph = context.graph
    if classes > 2 and step.solver == "liblinear":
        probabilities = _one_versus_rest(graph, scores)
    else:
        probabilities = probabilities_of(graph, scores, classes if classes > 2 else 1)
    return Votes(step.classes_, label_index(graph, scores, classes), probabilities, scores)


def stochastic(context: Context, step: Any, table: Table) -> Votes:
    """SGDClassifier: probabilities only for the logistic loss, as in the source."""
    scores = decision(context, step, table)
    classes = len(step.classes_)
    graph = context.graph
    probabilities = None
    if step.loss == "log_loss":
        several = classes > 2
        probabilities = (
            _one_versus_rest(graph, scores) if several else probabilities_of(graph, scores, 1)
        )
    elif step.loss == "modified_huber":
        raise context.refuse("loss='modified_huber' is not supported", "Use loss='log_loss'")
    return Votes(step.classes_, label_index(graph, scores, classes), probabilities, scores)


def plain_classifier(context: Context, step: Any, table: Table) -> Votes:
    """Linear classifiers that give labels only."""
    scores = decision(context, step, table)
    index = label_index(context.graph, scores, len(step.classes_))
    return Votes(step.classes_, index, None, scores)


def discriminant(context: Context, step: Any, table: Table) -> Votes:
    scores = decision(context, step, table)
    classes = len(step.classes_)
    probabilities = probabilities_of(context.graph, scores, classes if classes > 2 else 1)
    index = label_index(context.graph, scores, classes)
    return Votes(step.classes_, index, probabilities, scores)


def _one_versus_rest(graph: Graph, scores: str) -> str:
    each = graph.fine_sigmoid(scores)
    return graph.div(each, graph.sum(each))


def regressor(context: Context, step: Any, table: Table) -> str:
    if np.ndim(step.coef_) > 1 and np.shape(step.coef_)[0] > 1:
        raise context.refuse("several targets are not supported", "Train one model per target")
    return decision(context, step, table)


def logarithmic_regressor(context: Context, step: Any, table: Table) -> str:
    """Poisson, gamma and Tweedie regression with their log link."""
    if type(step._base_loss.link).__name__ != "LogLink":
        return decision(context, step, table)
    return context.graph.exp(decision(context, step, table))


def gaussian_bayes(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    tensor = matrix(graph, table)
    parts = []
    for mean, variance, prior in zip(step.theta_, step.var_, step.class_prior_, strict=True):
        apart = graph.sub(tensor, mean.reshape(1, -1))
        distance = graph.sum(graph.div(graph.mul(apart, apart), variance.reshape(1, -1)))
        constant = float(np.log(prior) - 0.5 * np.sum(np.log(2.0 * np.pi * variance)))
        parts.append(graph.add(graph.mul(distance, -0.5), constant))
    return _from_likelihood(graph, step, graph.concat(parts))


def multinomial_bayes(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    product = graph.matmul(matrix(graph, table), step.feature_log_prob_.T)
    return _from_likelihood(graph, step, graph.add(product, step.class_log_prior_.reshape(1, -1)))


def bernoulli_bayes(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    tensor = matrix(graph, table)
    if step.binarize is not None:
        tensor = graph.is_greater(tensor, float(step.binarize))
    absent = np.log(1 - np.exp(step.feature_log_prob_))
    product = graph.matmul(tensor, (step.feature_log_prob_ - absent).T)
    constant = step.class_log_prior_ + absent.sum(axis=1)
    return _from_likelihood(graph, step, graph.add(product, constant.reshape(1, -1)))


def _from_likelihood(graph: Graph, step: Any, likelihood: str) -> Votes:
    return Votes(step.classes_, graph.argmax(likelihood), graph.softmax(likelihood))
