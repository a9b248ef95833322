"""What a graph proves about its outputs: which labels it answers, and that numbers are shares.

Only what follows from the nodes themselves counts; a name such as ``probabilities`` proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

Array = npt.NDArray[Any]
Label = str | int

_CLASSIFIERS = frozenset({"LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier"})
_LABELS = ("classlabels_strings", "classlabels_int64s", "classlabels_ints")
_KEEP_LABELS = frozenset({"Cast", "Identity", "Reshape"})
_KEEP_SHARES = frozenset({"Cast", "Identity"})
_ROUNDING = 1e-4
_FRACTIONS = frozenset({onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE})
_WHOLE = frozenset({onnx.TensorProto.INT32, onnx.TensorProto.INT64, onnx.TensorProto.STRING})


@dataclass(frozen=True)
class Labels:
    """The labels that an output may hold, in the order of the columns of ``scores``."""

    classes: tuple[Label, ...]
    scores: str


class Claims:
    """Reads a graph from its outputs backwards."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._makers = {name: node for node in graph.node for name in node.output}
        self._constants = {tensor.name: tensor for tensor in graph.initializer}

    def labels(self, tensor: str) -> Labels | None:
        """The labels of a tensor, where one node chooses them by the scores of one tensor."""
        node = self._maker(tensor, _KEEP_LABELS)
        if node is None:
            return None
        if node.op_type in _CLASSIFIERS and node.output[0] == self._origin(tensor, _KEEP_LABELS):
            classes = _class_labels(node)
            return Labels(classes, self._origin(node.output[1], _KEEP_SHARES)) if classes else None
        if node.op_type == "ArrayFeatureExtractor" and node.input[0] in self._constants:
            return self._picked(self._constants[node.input[0]], node.input[1])
        return None

    def are_shares_of(self, tensor: str, labels: Labels) -> bool:
        """Whether each row of a tensor is sure to be at least zero, to add up to one, and to give
        the labels' shares in their order.
        """
        return self._column_order(tensor) == self._column_order(
            labels.scores
        ) and self._sums_to_one(tensor)

    def _picked(self, constant: onnx.TensorProto, index: str) -> Labels | None:
        """Labels out of a constant by position: that of the largest score, or another label."""
        values = _plain(numpy_helper.to_array(constant).reshape(-1))
        node = self._maker(index, _KEEP_LABELS)
        if node is None:
            return None
        if node.op_type == "ArgMax" and _attribute(node, "axis", 0) in (1, -1):
            return Labels(values, self._origin(node.input[0], _KEEP_SHARES))
        inner = self.labels(index)
        if inner is None or any(not _is_index(label, len(values)) for label in inner.classes):
            return None
        return Labels(tuple(values[int(label)] for label in inner.classes), inner.scores)

    def _column_order(self, tensor: str) -> str:
        """The tensor whose columns these are; scaling a row keeps their order."""
        return self._origin(tensor, _KEEP_SHARES | {"Normalizer"})

    def _sums_to_one(self, tensor: str) -> bool:
        node = self._maker(tensor, _KEEP_SHARES)
        if node is None:
            return False
        if node.op_type == "Normalizer":
            wanted = _attribute(node, "norm", b"MAX") == b"L1"
            return wanted and self._is_positive(node.input[0])
        return node.op_type in _CLASSIFIERS and _gives_shares(node)

    def _is_positive(self, tensor: str) -> bool:
        node = self._maker(tensor, _KEEP_SHARES)
        if node is None:
            return False
        squashed = _attribute(node, "post_transform", b"NONE") == b"LOGISTIC"
        return (node.op_type in _CLASSIFIERS and squashed) or self._sums_to_one(tensor)

    def _maker(self, tensor: str, through: frozenset[str]) -> onnx.NodeProto | None:
        return self._makers.get(self._origin(tensor, through))

    def _origin(self, tensor: str, through: frozenset[str]) -> str:
        for _ in range(len(self._makers)):
            node = self._makers.get(tensor)
            if node is None or node.op_type not in through or _loses(node, through):
                break
            tensor = node.input[0]
        return tensor


def _loses(node: onnx.NodeProto, through: frozenset[str]) -> bool:
    """Whether a cast would change what it is given: a label survives in any of these types, a
    share as a fraction only.
    """
    kept = _FRACTIONS | _WHOLE if through == _KEEP_LABELS else _FRACTIONS
    return node.op_type == "Cast" and _attribute(node, "to", 0) not in kept


def _gives_shares(node: onnx.NodeProto) -> bool:
    """Whether a classifier's scores are shares, by its attributes alone."""
    transform = _attribute(node, "post_transform", b"NONE")
    if node.op_type == "SVMClassifier":
        return transform == b"NONE" and bool(_numbers(node, "prob_a").size)
    if node.op_type == "LinearClassifier":
        return _are_linear_shares(node, transform)
    if transform == b"SOFTMAX":
        return not _is_binary(node)
    if transform == b"LOGISTIC":
        return _is_binary(node)
    return transform == b"NONE" and _are_votes(node)


def _are_linear_shares(node: onnx.NodeProto, transform: bytes) -> bool:
    """A softmax over one score for each label; a logistic of one score for two labels, or of a
    score and its opposite.
    """
    intercepts = _numbers(node, "intercepts")
    labels = len(_class_labels(node))
    if transform == b"SOFTMAX":
        return len(intercepts) == labels
    if transform != b"LOGISTIC" or labels != 2:
        return False
    if len(intercepts) == 1:
        return True
    if len(intercepts) != 2 or not np.array_equal(intercepts[0], -intercepts[1]):
        return False
    first, second = np.split(_numbers(node, "coefficients"), 2)
    return bool(np.array_equal(first, -second))


def _is_binary(node: onnx.NodeProto) -> bool:
    """One score, whose complement the runtime gives to the other label."""
    return len(_class_labels(node)) == 2 and len(set(_numbers(node, "class_ids").tolist())) == 1


def _are_votes(node: onnx.NodeProto) -> bool:
    """Trees whose leaves hold shares: not negative, and adding up to one over the trees."""
    weights = _numbers(node, "class_weights")
    if _numbers(node, "base_values").any() or weights.size == 0 or weights.min() < 0:
        return False
    leaves: Mapping[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    ids = (_numbers(node, "class_treeids"), _numbers(node, "class_nodeids"))
    for tree, leaf, weight in zip(*ids, weights, strict=True):
        leaves[int(tree)][int(leaf)] += float(weight)
    largest = sum(max(sums.values()) for sums in leaves.values())
    if _is_binary(node):
        return largest <= 1 + _ROUNDING
    smallest = sum(min(sums.values()) for sums in leaves.values())
    return abs(largest - 1) <= _ROUNDING and abs(smallest - 1) <= _ROUNDING


def _class_labels(node: onnx.NodeProto) -> tuple[Label, ...]:
    for name in _LABELS:
        found = _attribute(node, name, ())
        if len(found):
            return _plain(found)
    return ()


def _attribute(node: onnx.NodeProto, name: str, default: Any) -> Any:
    for attribute in node.attribute:
        if attribute.name == name:
            return onnx.helper.get_attribute_value(attribute)
    return default


def _numbers(node: onnx.NodeProto, name: str) -> Array:
    """Numbers given as a list, or as a tensor where they are of double precision."""
    tensor = _attribute(node, f"{name}_as_tensor", None)
    if tensor is not None:
        return np.asarray(numpy_helper.to_array(tensor)).reshape(-1)
    return np.asarray(_attribute(node, name, ()))


def _plain(labels: Sequence[Any] | Array) -> tuple[Label, ...]:
    return tuple(
        label.decode()
        if isinstance(label, bytes)
        else label
        if isinstance(label, str)
        else int(label)
        for label in labels
    )


def _is_index(label: Label, size: int) -> bool:
    return isinstance(label, int) and 0 <= label < size
