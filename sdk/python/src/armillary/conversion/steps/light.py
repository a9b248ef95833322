"""LightGBM: thresholds and data are doubles; what it does with NaN depends on each split."""

from __future__ import annotations

from typing import Any

import numpy as np

from armillary.conversion.steps.boosting import probabilities_of
from armillary.conversion.steps.growing import Memberships, TreeGrower
from armillary.conversion.steps.trees import ensemble
from armillary.conversion.table import Context, Number, Table, Text, Votes, matrix, of_matrix

_EXPONENTIAL = ("poisson", "gamma", "tweedie")
_PLAIN = (
    "regression",
    "regression_l1",
    "huber",
    "fair",
    "quantile",
    "mape",
    "l1",
    "l2",
    "mean_squared_error",
    "mean_absolute_error",
)


def classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    booster = step.booster_
    raw, objective = _raw(context, booster, table)
    name = objective.split()[0]
    if name == "binary":
        scale = float(_parameter(objective, "sigmoid", "1"))
        probabilities = probabilities_of(graph, graph.mul(raw, scale), 1)
    elif name == "multiclass":
        probabilities = graph.softmax(raw)
    elif name == "multiclassova":
        each = graph.sigmoid(graph.mul(raw, float(_parameter(objective, "sigmoid", "1"))))
        probabilities = each
    else:
        raise context.refuse(f"the objective {objective!r} is not supported", "Use binary")
    return Votes(np.asarray(step.classes_), graph.argmax(probabilities), probabilities, raw)


def regressor(context: Context, step: Any, table: Table) -> str:
    graph = context.graph
    raw, objective = _raw(context, step.booster_, table)
    name = objective.split()[0] if objective else "regression"
    if name in _EXPONENTIAL:
        return graph.exp(raw)
    if name not in _PLAIN or "sqrt" in objective.split()[1:]:
        raise context.refuse(f"the objective {objective!r} is not supported", "Use regression")
    return raw


def _parameter(objective: str, name: str, otherwise: str) -> str:
    for part in objective.split()[1:]:
        key, _, value = part.partition(":")
        if key == name:
            return value
    return otherwise


def _raw(context: Context, booster: Any, table: Table) -> tuple[str, str]:
    document = booster.dump_model(num_iteration=booster.best_iteration or -1)
    width = int(document["num_tree_per_iteration"])
    coded_table, codes = _with_codes(context, booster, table)
    memberships = Memberships(len(table), codes)
    trees = []
    for position, info in enumerate(document["tree_info"]):
        if _is_linear(info):
            raise context.refuse("linear_tree is not supported", "Train with linear_tree=False")
        grower = TreeGrower(width, position % width)
        _grow(context, grower, memberships, info["tree_structure"])
        trees.append(grower.tree())
    raw = ensemble(context, memberships.added(context, coded_table), trees)
    if document.get("average_output", False):
        raw = context.graph.div(raw, len(trees) / width)
    return raw, str(document.get("objective", "") or "")


def _is_linear(info: dict[str, Any]) -> bool:
    node = info["tree_structure"]
    while "left_child" in node:
        node = node["left_child"]
    return "leaf_coeff" in node


def _grow(
    context: Context, grower: TreeGrower, memberships: Memberships, node: dict[str, Any]
) -> int:
    if "left_child" not in node:
        return grower.leaf(float(node["leaf_value"]))
    feature = int(node["split_feature"])
    if node["decision_type"] == "==":
        asked = _asked_set(context, memberships, node)
        here = grower.split(asked, Memberships.THRESHOLD, False)
    else:
        threshold = float(node["threshold"])
        here = grower.split(feature, threshold, _missing_left(context, node, threshold))
    left = _grow(context, grower, memberships, node["left_child"])
    grower.link(here, left, _grow(context, grower, memberships, node["right_child"]))
    return here


def _asked_set(context: Context, memberships: Memberships, node: dict[str, Any]) -> int:
    members = [int(code) for code in str(node["threshold"]).split("||")]
    try:
        return memberships.feature(int(node["split_feature"]), members, False)
    except KeyError as error:
        raise context.refuse(
            "categorical_feature names a column of plain numbers",
            "Give the column the pandas type category",
        ) from error


def _missing_left(context: Context, node: dict[str, Any], threshold: float) -> bool:
    if node["missing_type"] == "NaN":
        return bool(node["default_left"])
    if node["missing_type"] == "None":
        return threshold >= 0.0
    raise context.refuse(
        "zero_as_missing sends zeros another way than their neighbours",
        "Train with zero_as_missing=False",
    )


def _with_codes(context: Context, booster: Any, table: Table) -> tuple[Table, dict[int, int]]:
    """Pandas categories as the codes that the booster was trained with, and how many they are."""
    known = list(booster.pandas_categorical or [])
    columns = []
    codes: dict[int, int] = {}
    for position, column in enumerate(table.columns):
        if column.categories is None:
            columns.append(column)
            continue
        if not known:
            raise context.refuse(
                "the booster keeps no categories for a column of categories",
                "Train on the data frame itself",
            )
        categories = known.pop(0)
        codes[position] = len(categories)
        columns += list(coded(context, column, categories).columns)
    return Table(tuple(columns)), codes


def coded(context: Context, column: Text | Number, categories: list[Any]) -> Table:
    """One column of codes 0, 1, ... of the categories; NaN for missing and unknown."""
    graph = context.graph
    if isinstance(column, Text):
        codes = {str(category): code + 1 for code, category in enumerate(categories)}
        rows = np.array([np.nan, *range(len(categories))], dtype=np.float64).reshape(-1, 1)
        return of_matrix(graph.rows(rows, graph.code(column.tensor, codes, 0)), 1)
    values = np.array([float(category) for category in categories])
    hits = graph.is_equal(matrix(graph, Table((column,))), values.reshape(1, -1))
    unknown = graph.sub(1.0, graph.sum(hits))
    rows = np.array([*range(len(categories)), np.nan], dtype=np.float64).reshape(-1, 1)
    return of_matrix(graph.rows(rows, graph.argmax(graph.concat([hits, unknown]))), 1)
