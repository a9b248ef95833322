"""What a case of the conversion is, and the preparation that many of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    OneHotEncoder,
    OrdinalEncoder,
)

from . import datasets

NUMBERS = make_column_selector(dtype_include="number")
TEXTS = make_column_selector(dtype_include=["object", "str"])


@dataclass(frozen=True)
class Case:
    """One pipeline over one data set."""

    name: str
    data: str
    make: Callable[[], Any]
    columns: tuple[str, ...] | None = None
    numeric_labels: bool = False
    text_as: str | None = None
    arrays: bool = False

    def rows(self) -> datasets.Rows:
        rows = datasets.load(self.data)
        return datasets.Rows(self._shaped(rows.train), self._labels(rows.target),
                             self._shaped(rows.held_out))  # fmt: skip

    def fitted(self) -> tuple[Any, datasets.Rows]:
        """The trained model and its rows."""
        rows = self.rows()
        given = rows.train.to_numpy() if self.arrays else rows.train
        return self.make().fit(given, rows.target), rows

    def _shaped(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.columns is not None:
            frame = frame[list(self.columns)]
        if self.text_as is None:
            return frame
        texts = frame.select_dtypes(include=["object", "str"]).columns
        return frame.astype({name: self._text_type(frame, name) for name in texts})

    def _text_type(self, frame: pd.DataFrame, name: str) -> Any:
        if self.text_as != "category":
            return self.text_as
        seen = datasets.load(self.data).train[name].dropna().unique()
        return pd.CategoricalDtype(sorted(seen))

    def _labels(self, target: pd.Series) -> pd.Series:
        if not self.numeric_labels:
            return target
        return pd.Series(pd.factorize(target, sort=True)[0])


def encoded(
    scaler: Any = "passthrough",
    imputer: Any = None,
    encoder: Any = None,
    dense: bool = False,
) -> ColumnTransformer:
    """The preparation that most tutorials show."""
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(imputer or SimpleImputer(), scaler), NUMBERS),
            (
                "texts",
                make_pipeline(
                    SimpleImputer(strategy="most_frequent"),
                    encoder or OneHotEncoder(handle_unknown="ignore"),
                ),
                TEXTS,
            ),
        ],
        sparse_threshold=0.0 if dense else 0.3,
    )


def ordinal(**options: Any) -> ColumnTransformer:
    return ColumnTransformer([("texts", OrdinalEncoder(**options), TEXTS)], remainder="passthrough")


UNKNOWN: dict[str, Any] = {"handle_unknown": "use_encoded_value", "unknown_value": -1}
CHURN = "wa_churn"
CHURN_COLUMNS = ("tenure", "contract", "monthly_charges", "total_charges", "internet_service")
