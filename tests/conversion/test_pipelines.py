"""Pipelines as people write them: right or refused, never wrong.

A choice of quick ones runs here; ARMILLARY_ALL_PIPELINES=1 runs all of them, which takes minutes.
"""

from __future__ import annotations

import os

import pytest

from .case import Case
from .evaluate import evaluate
from .pipelines import CASES
from .refused import REFUSED

_QUICK = (
    "logistic regression, imputed, scaled, one-hot",
    "XGBoost behind a scaler",
    "LightGBM on pandas categories",
    "XGBoost on pandas categories",
    "decision tree, quantile bins",
    "float32 columns, scaler, XGBoost",
    "three classes, SVC labels",
    "ten classes, arrays, multinomial regression",
    "linear regression, logarithm of a column",
    "bagged trees",
)
_REFUSED = {case.name for case in REFUSED}
_ALL = os.environ.get("ARMILLARY_ALL_PIPELINES") == "1"


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if _ALL or case.name in _QUICK or case.name in _REFUSED],
    ids=lambda case: case.name,
)
def test_is_right_or_refused(case: Case) -> None:
    outcome = evaluate(case)
    assert outcome.wrong == 0, outcome.why
    assert outcome.verdict == ("refused" if case.name in _REFUSED else "right"), outcome.why
    if outcome.verdict == "right":
        assert outcome.asked > 100
        assert outcome.largest <= 1e-5


def test_there_are_at_least_thirty() -> None:
    assert len(CASES) >= 30
    assert len({case.name for case in CASES}) == len(CASES)
