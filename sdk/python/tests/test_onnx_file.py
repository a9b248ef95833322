"""What an ONNX file that somebody else made is said to answer: never more than its graph proves."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from skl2onnx import to_onnx
from sklearn.cluster import KMeans
from sklearn.datasets import make_classification
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    StackingClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from armillary.conversion import Signature
from armillary.conversion.onnx_file import InferenceOnlyWarning, described
from armillary.conversion.serving import Served


def rows(classes: int = 2) -> tuple[Any, Any]:
    X, y = make_classification(
        300, 5, n_informative=4, n_redundant=0, n_classes=classes, random_state=3
    )
    return X.astype(np.float32), np.array(["No", "Yes", "Unsure"])[y]


def file_of(model: Any, X: Any, options: dict[str, Any] | None = None) -> bytes:
    wanted = {"zipmap": False, **(options or {})} if hasattr(model, "classes_") else options
    made = to_onnx(
        model,
        X[:1],
        options={id(model): wanted} if wanted else None,
        target_opset={"": 18, "ai.onnx.ml": 3},
    )
    return bytes(made.SerializeToString())


def signature_of(content: bytes) -> Signature | None:
    properties = {e.key: e.value for e in onnx.load_model_from_string(content).metadata_props}
    text = properties.get("armillary.signature")
    return None if text is None else Signature.loads(text)


PROVEN = (
    LogisticRegression(),
    make_pipeline(StandardScaler(), LogisticRegression()),
    DecisionTreeClassifier(max_depth=4, random_state=1),
    RandomForestClassifier(7, max_depth=4, random_state=1),
    GradientBoostingClassifier(n_estimators=5),
    HistGradientBoostingClassifier(max_iter=5),
    StackingClassifier(
        [("a", LogisticRegression()), ("b", DecisionTreeClassifier(max_depth=3))],
        LogisticRegression(),
    ),
)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("model", PROVEN, ids=lambda m: type(m).__name__)
def test_answers_the_sources_probabilities_under_their_labels(model: Any, classes: int) -> None:
    X, y = rows(classes)
    model.fit(X, y)
    content = described(file_of(model, X))
    signature = signature_of(content)
    assert signature is not None
    assert signature.classes == tuple(model.classes_)
    answers = Served(content, signature).answer([{"X": [float(v) for v in row]} for row in X])
    assert answers.probabilities is not None
    np.testing.assert_allclose(answers.probabilities, model.predict_proba(X), atol=1e-5)


def raw_scores(classes: int) -> tuple[Any, dict[str, Any]]:
    X, y = rows(classes)
    return LogisticRegression().fit(X, y), {"raw_scores": True}


SCORES = {
    "a support vector machine": lambda: (SVC().fit(*rows()), {}),
    "two raw scores": lambda: raw_scores(2),
    "three raw scores": lambda: raw_scores(3),
    "distances to centres": lambda: (KMeans(3, n_init=1, random_state=1).fit(rows()[0]), {}),
}


@pytest.mark.parametrize("make", SCORES.values(), ids=SCORES)
def test_claims_no_probabilities_where_the_graph_gives_scores(make: Any) -> None:
    model, options = make()
    content = file_of(model, rows()[0], options)
    with pytest.warns(InferenceOnlyWarning, match="not proven to be probabilities"):
        assert described(content) == content


def classifier(operator: str, labels: Sequence[str], **attributes: Any) -> bytes:
    """A file of one classifier node over three numbers."""
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 3])
    label = helper.make_tensor_value_info("label", TensorProto.STRING, [None])
    shares = helper.make_tensor_value_info("shares", TensorProto.FLOAT, [None, len(labels)])
    node = helper.make_node(
        operator, ["x"], ["label", "shares"], domain="ai.onnx.ml",
        classlabels_strings=list(labels), **attributes,
    )  # fmt: skip
    model = helper.make_model(
        helper.make_graph([node], "g", [x], [label, shares]),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)],
        ir_version=8,
    )
    return bytes(model.SerializeToString())


def linear(rows_: int, transform: str, mirrored: bool = True) -> bytes:
    first = [0.5, -0.25, 1.0]
    others = [[-v for v in first]] if mirrored else [[0.25, 0.5, -1.0]]
    weights = [first, *others, [0.1, 0.2, 0.3]][:rows_]
    labels = ["a", "b", "c"][: max(rows_, 2)]
    return classifier(
        "LinearClassifier", labels,
        coefficients=[v for row in weights for v in row],
        intercepts=[0.5, -0.5, 0.25][:rows_], post_transform=transform,
    )  # fmt: skip


CLAIMS = {
    "softmax over three": (linear(3, "SOFTMAX"), True),
    "logistic over one score": (linear(1, "LOGISTIC"), True),
    "logistic over a score and its opposite": (linear(2, "LOGISTIC"), True),
    "softmax over one score": (linear(1, "SOFTMAX"), False),
    "logistic over two scores": (linear(2, "LOGISTIC", mirrored=False), False),
    "logistic over three": (linear(3, "LOGISTIC"), False),
    "probit": (linear(2, "PROBIT"), False),
    "no transform": (linear(2, "NONE"), False),
}


@pytest.mark.parametrize(("content", "claimed"), CLAIMS.values(), ids=CLAIMS)
def test_what_is_claimed_adds_up_to_one(content: bytes, claimed: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if not claimed else "error", InferenceOnlyWarning)
        made = described(content)
    signature = signature_of(made)
    assert (signature is not None) == claimed
    if signature is not None:
        found = Served(made, signature).answer([{"x": [2.0, -1.0, 0.5]}]).probabilities
        assert found is not None
        assert found.sum() == pytest.approx(1.0, abs=1e-6)


def trees(weights: Sequence[tuple[float, float]]) -> bytes:
    """One tree of one cut whose two leaves give these weights to the two classes."""
    return classifier(
        "TreeEnsembleClassifier", ["No", "Yes"],
        nodes_treeids=[0, 0, 0], nodes_nodeids=[0, 1, 2], nodes_featureids=[0, 0, 0],
        nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"], nodes_values=[0.5, 0.0, 0.0],
        nodes_truenodeids=[1, 0, 0], nodes_falsenodeids=[2, 0, 0],
        class_treeids=[0, 0, 0, 0], class_nodeids=[1, 1, 2, 2], class_ids=[0, 1, 0, 1],
        class_weights=[weight for leaf in weights for weight in leaf], post_transform="NONE",
    )  # fmt: skip


def test_votes_are_probabilities_where_every_leaf_gives_the_same_sum() -> None:
    assert signature_of(described(trees([(0.25, 0.75), (0.5, 0.5)]))) is not None


@pytest.mark.parametrize("weights", [[(0.25, 0.75), (0.9, 0.5)], [(-0.5, 1.5), (0.5, 0.5)]])
def test_other_weights_of_leaves_are_scores(weights: list[tuple[float, float]]) -> None:
    with pytest.warns(InferenceOnlyWarning, match="'shares'"):
        described(trees(weights))


def test_shares_that_were_rounded_to_whole_numbers_are_none() -> None:
    model = onnx.load_model_from_string(linear(3, "SOFTMAX"))
    model.graph.node[0].output[1] = "exact"
    rounded = helper.make_node("Cast", ["exact"], ["whole"], to=TensorProto.INT64)
    model.graph.node.extend(
        [rounded, helper.make_node("Cast", ["whole"], ["shares"], to=TensorProto.FLOAT)]
    )
    with pytest.warns(InferenceOnlyWarning, match="'shares'"):
        described(model.SerializeToString())


def test_says_which_column_cannot_be_told() -> None:
    model = onnx.load_model_from_string(linear(3, "SOFTMAX"))
    model.graph.input[0].type.tensor_type.shape.dim[1].dim_param = "width"
    with pytest.warns(InferenceOnlyWarning, match="'x'"):
        described(model.SerializeToString())
