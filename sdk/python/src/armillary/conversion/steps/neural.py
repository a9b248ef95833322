"""Multi-layer perceptrons."""

from __future__ import annotations

from typing import Any

import numpy as np

from armillary.conversion.graph import Graph
from armillary.conversion.table import Context, Table, Votes, matrix


def classifier(context: Context, step: Any, table: Table) -> Votes:
    if step.out_activation_ not in ("logistic", "softmax"):
        raise context.refuse(f"the output {step.out_activation_!r} is not supported", "Use MLP's")
    graph = context.graph
    raw = _layers(context, step, table)
    if step.out_activation_ == "softmax":
        probabilities = graph.softmax(raw)
        return Votes(step.classes_, graph.argmax(probabilities), probabilities)
    positive = graph.sigmoid(raw)
    index = graph.reshape(graph.integer(graph.is_greater(positive, 0.5)), [-1])
    return Votes(step.classes_, index, graph.concat([graph.sub(1.0, positive), positive]))


def regressor(context: Context, step: Any, table: Table) -> str:
    if step.n_outputs_ != 1:
        raise context.refuse("several targets are not supported", "Train one model per target")
    raw = _layers(context, step, table)
    return context.graph.exp(raw) if step.out_activation_ == "exp" else raw


def _layers(context: Context, step: Any, table: Table) -> str:
    graph = context.graph
    tensor = matrix(graph, table)
    last = len(step.coefs_) - 1
    for position, (weights, bias) in enumerate(zip(step.coefs_, step.intercepts_, strict=True)):
        tensor = graph.add(graph.matmul(tensor, weights), np.reshape(bias, (1, -1)))
        if position != last:
            tensor = _activated(graph, tensor, step.activation)
    return tensor


def _activated(graph: Graph, tensor: str, activation: str) -> str:
    if activation == "relu":
        return graph.maximum(tensor, 0.0)
    if activation == "tanh":
        return graph.tanh(tensor)
    if activation == "logistic":
        return graph.sigmoid(tensor)
    return tensor
