"""Whether two models answer the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.source import Answers

TOLERANCE = 1e-5

Array = npt.NDArray[Any]


def first_difference(source: Answers, served: Answers) -> int | None:
    """The first row that differs, if any."""
    rows = differences(source, served)
    return rows[0] if rows else None


def differences(source: Answers, served: Answers) -> list[int]:
    """The rows that differ: another label, or further apart than the tolerance.

    Probabilities may differ by 1e-5, values by 1e-5 of the larger of 1 and the source's value.
    """
    wrong = np.zeros(_rows(source), dtype=bool)
    if source.labels is not None and served.labels is not None:
        wrong |= np.array([a != b for a, b in zip(source.labels, served.labels, strict=True)])
    if source.probabilities is not None and served.probabilities is not None:
        wrong |= _apart(source.probabilities, served.probabilities, False).any(axis=1)
    if source.values is not None and served.values is not None:
        wrong |= _apart(source.values, served.values, True)
    return [int(row) for row in np.flatnonzero(wrong)]


def largest_difference(source: Answers, served: Answers) -> float:
    """The largest difference of a probability, or of a value relative to max(1, value)."""
    if source.probabilities is not None and served.probabilities is not None:
        return float(np.abs(source.probabilities - served.probabilities).max(initial=0.0))
    if source.values is not None and served.values is not None:
        scale = np.maximum(1.0, np.abs(source.values))
        return float((np.abs(source.values - served.values) / scale).max(initial=0.0))
    return 0.0


def shown(answers: Answers, row: int) -> Any:
    """One row's answer, short enough for a message."""
    if answers.values is not None:
        return float(answers.values[row])
    label = None if answers.labels is None else answers.labels[row]
    if answers.probabilities is None:
        return label
    return label, [float(f"{p:.9g}") for p in answers.probabilities[row]]


def _rows(answers: Answers) -> int:
    for part in (answers.labels, answers.values, answers.probabilities):
        if part is not None:
            return len(part)
    return 0


def _apart(source: Array, served: Array, relative: bool) -> Array:
    scale = np.maximum(1.0, np.abs(source)) if relative else 1.0
    near: Array = np.abs(source - np.asarray(served, np.float64)) <= TOLERANCE * scale
    return ~near
