"""Pipelines that have no exact form in ONNX: to be refused by step and reason."""

from __future__ import annotations

from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    PowerTransformer,
    StandardScaler,
)

from .case import CHURN, NUMBERS, Case, encoded

REFUSED = (
    Case(
        "TF-IDF over titles",
        "tate_text",
        lambda: make_pipeline(
            ColumnTransformer([("t", TfidfVectorizer(), "title")]), LogisticRegression(max_iter=500)
        ),
    ),
    Case(
        "nearest neighbours",
        CHURN,
        lambda: make_pipeline(encoded(StandardScaler()), KNeighborsClassifier()),
    ),
    Case(
        "a function of one's own",
        CHURN,
        lambda: make_pipeline(
            ColumnTransformer([("f", FunctionTransformer(_halved), ["tenure"])]),
            LogisticRegression(),
        ),
    ),
    Case(
        "power transformer",
        "wine",
        lambda: Pipeline([("power", PowerTransformer()), ("lr", LogisticRegression())]),
    ),
    Case(
        "imputation by neighbours",
        CHURN,
        lambda: make_pipeline(
            ColumnTransformer([("n", KNNImputer(), NUMBERS)]), LogisticRegression(max_iter=500)
        ),
    ),
)


def _halved(values: Any) -> Any:
    return values / 2
