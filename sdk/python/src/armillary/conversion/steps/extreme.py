"""XGBoost: data and thresholds are float32, compared by ``<``; NaN goes where each split says."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.steps.boosting import probabilities_of
from armillary.conversion.steps.growing import Memberships, TreeGrower
from armillary.conversion.steps.light import coded
from armillary.conversion.steps.trees import Tree, added_in_single, as_if_single, ensemble
from armillary.conversion.table import Context, Table, Votes

Array = npt.NDArray[Any]

_EXPONENTIAL = ("count:poisson", "reg:gamma", "reg:tweedie")
_PLAIN = (
    "reg:squarederror",
    "reg:absoluteerror",
    "reg:squaredlogerror",
    "reg:pseudohubererror",
    "reg:quantileerror",
)


def classifier(context: Context, step: Any, table: Table) -> Votes:
    graph = context.graph
    read = _read(context, step, table)
    objective, width = read.objective, read.width
    raw = graph.add(ensemble(context, read.table, read.trees), read.base.reshape(1, -1))
    if objective not in ("binary:logistic", "multi:softprob", "multi:softmax"):
        raise context.refuse(f"the objective {objective!r} is not supported", "Use the default")
    probabilities = probabilities_of(graph, raw, width)
    if width > 1:
        return Votes(np.asarray(step.classes_), graph.argmax(raw), probabilities, raw)
    index = graph.reshape(graph.integer(graph.is_greater(raw, 0.0)), [-1])
    return Votes(np.asarray(step.classes_), index, probabilities, raw)


def regressor(context: Context, step: Any, table: Table) -> str:
    """Adds as the source does: where large leaves cancel, its rounding is a part of the answer."""
    read = _read(context, step, table)
    if read.width != 1:
        raise context.refuse("several targets are not supported", "Train one model per target")
    objective = read.objective
    raw = added_in_single(context, read.table, read.trees, float(read.base[0]))
    if objective in _EXPONENTIAL:
        return context.graph.exp(raw)
    if objective == "reg:logistic":
        return context.graph.sigmoid(raw)
    if objective not in _PLAIN:
        raise context.refuse(f"the objective {objective!r} is not supported", "Use squarederror")
    return raw


@dataclass(frozen=True)
class _Booster:
    objective: str
    width: int
    trees: list[Tree]
    base: Array
    table: Table


def _read(context: Context, step: Any, table: Table) -> _Booster:
    if not math.isnan(float(step.missing)):
        raise context.refuse(
            f"missing={step.missing!r} makes a number stand for missing",
            "Leave missing at NaN and send null",
        )
    booster = step.get_booster()
    document = json.loads(bytes(booster.save_raw("json")))["learner"]
    boosting = document["gradient_booster"]
    if boosting["name"] != "gbtree":
        raise context.refuse(f"booster {boosting['name']!r} is not supported", "Use gbtree")
    model = boosting["model"]
    width = max(1, int(document["learner_model_param"]["num_class"]))
    count = _trees_used(step, model)
    coded_table, codes = _with_codes(context, model, table)
    memberships = Memberships(len(table), codes)
    trees = [
        _tree(context, memberships, tree, (width, int(output) if width > 1 else 0))
        for tree, output in zip(model["trees"][:count], model["tree_info"][:count], strict=True)
    ]
    objective = str(document["objective"]["name"])
    base = _base(document, objective, width)
    return _Booster(objective, width, trees, base, memberships.added(context, coded_table))


def _trees_used(step: Any, model: dict[str, Any]) -> int:
    best = getattr(step, "best_iteration", None) if step.early_stopping_rounds else None
    if best is None:
        return len(model["trees"])
    return int(model["iteration_indptr"][best + 1])


def _base(document: dict[str, Any], objective: str, width: int) -> Any:
    text = str(document["learner_model_param"]["base_score"]).strip("[]")
    scores = np.array([float(part) for part in text.split(",")], np.float32).astype(np.float64)
    scores = np.resize(scores, width)
    if objective in ("binary:logistic", "reg:logistic"):
        return -np.log(1.0 / scores - 1.0)
    if objective in _EXPONENTIAL:
        return np.log(scores)
    return scores


def _tree(
    context: Context, memberships: Memberships, document: dict[str, Any], place: tuple[int, int]
) -> Tree:
    if int(document["tree_param"]["size_leaf_vector"]) > 1:
        raise context.refuse("vector leaves are not supported", "Use multi_strategy default")
    grower = TreeGrower(*place)
    sets = {
        node: document["categories"][start : start + size]
        for node, start, size in zip(
            document["categories_nodes"],
            document["categories_segments"],
            document["categories_sizes"],
            strict=True,
        )
    }
    conditions = np.array(document["split_conditions"], np.float32)
    below = np.nextafter(conditions, np.float32(-np.inf))
    cuts = _Cuts(conditions, as_if_single(below), sets, memberships)
    _grow(grower, document, cuts, 0)
    return grower.tree()


@dataclass(frozen=True)
class _Cuts:
    conditions: Array
    thresholds: Array
    sets: dict[int, list[int]]
    memberships: Memberships


def _grow(grower: TreeGrower, document: dict[str, Any], cuts: _Cuts, at: int) -> int:
    left, right = document["left_children"][at], document["right_children"][at]
    if left == -1:
        return grower.leaf(float(cuts.conditions[at]))
    feature, missing_left = document["split_indices"][at], bool(document["default_left"][at])
    if document["split_type"][at] == 1:
        stay = cuts.memberships.left_of(feature, cuts.sets[at])  # members go right here
        asked = cuts.memberships.feature(feature, stay, missing_left)
        here = grower.split(asked, Memberships.THRESHOLD, False)
    else:
        here = grower.split(feature, float(cuts.thresholds[at]), missing_left)
    left_side = _grow(grower, document, cuts, left)
    grower.link(here, left_side, _grow(grower, document, cuts, right))
    return here


def _with_codes(
    context: Context, model: dict[str, Any], table: Table
) -> tuple[Table, dict[int, int]]:
    columns: list[Any] = []
    codes: dict[int, int] = {}
    encodings = model.get("cats", {}).get("enc", [])
    for position, column in enumerate(table.columns):
        if column.categories is None:
            columns.append(column)
            continue
        if position >= len(encodings):
            raise context.refuse(
                "the booster keeps no categories for a column of categories",
                "Train with enable_categorical=True on the data frame itself",
            )
        categories = _categories(encodings[position])
        codes[position] = len(categories)
        columns += list(coded(context, column, categories).columns)
    return Table(tuple(columns)), codes


def _categories(encoding: dict[str, Any]) -> list[Any]:
    if "offsets" not in encoding:
        return list(encoding["values"])
    offsets, content = encoding["offsets"], bytes(v & 0xFF for v in encoding["values"])
    return [content[start:end].decode() for start, end in itertools.pairwise(offsets)]
