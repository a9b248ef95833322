"""Raw values on both sides of the places where a tree turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from armillary.conversion.signature import ColumnType
from armillary.conversion.table import Cut, Trace

Array = npt.NDArray[Any]

_LARGEST = float(np.finfo(np.float64).max)
_SIGN = np.int64(-(2**63))


def neighbours(cuts: Sequence[Cut], kind: ColumnType, low: float, high: float) -> list[float]:
    """The last value at or below each cut and the first above it, within [low, high].

    All cuts are of one column. The way from the raw value to the cut's feature is monotonic, so
    the crossing is found by halving the doubles between the bounds.
    """
    found: set[float] = set()
    by_trace: dict[Any, list[Cut]] = {}
    for cut in cuts:
        by_trace.setdefault(cut.trace, []).append(cut)
    for trace, group in by_trace.items():
        thresholds = np.array([cut.threshold for cut in group])
        below, above = _crossing(trace, thresholds, low, high)
        for value in np.concatenate([below, above]).tolist():
            found.update(_as_kind(value, kind))
    return sorted(value for value in found if low <= value <= high)


def last_at_or_below(trace: Trace, thresholds: Array) -> Array:
    """For each threshold the largest double whose trace is not above it; the trace rises.

    Where the trace is not defined, which is below its domain, it counts as low.
    """
    lows = np.full(len(thresholds), _ordered(np.float64(-_LARGEST)))
    highs = np.full(len(thresholds), _ordered(np.float64(_LARGEST)))
    for _ in range(66):
        middle = lows // 2 + highs // 2 + (lows % 2 + highs % 2) // 2
        under = ~(trace(_double(middle)) > thresholds)
        lows = np.where(under, middle, lows)
        highs = np.where(under, highs, middle)
    at_top = ~(trace(np.full(len(thresholds), _LARGEST)) > thresholds)
    return np.where(at_top, _LARGEST, _double(lows))


def _crossing(trace: Any, thresholds: Array, low: float, high: float) -> tuple[Array, Array]:
    lows = np.full(len(thresholds), _ordered(np.float64(low)))
    highs = np.full(len(thresholds), _ordered(np.float64(high)))
    rising = bool(trace(np.array([low]))[0] <= trace(np.array([high]))[0])
    for _ in range(64):
        middle = lows // 2 + highs // 2 + (lows % 2 + highs % 2) // 2
        under = trace(_double(middle)) <= thresholds
        before = under if rising else ~under
        lows = np.where(before, middle, lows)
        highs = np.where(before, highs, middle)
        if np.all(highs - lows <= 1):
            break
    return _double(lows), _double(highs)


def _ordered(value: Any) -> Any:
    """Integers in the order of the doubles."""
    bits = np.float64(value).view(np.int64)
    return bits if bits >= 0 else _SIGN - bits


def _double(ordered: Array) -> Array:
    bits = np.where(ordered >= 0, ordered, _SIGN - ordered).astype(np.int64)
    return bits.view(np.float64)


def _as_kind(value: float, kind: ColumnType) -> list[float]:
    if kind == "int64":
        return [int(np.floor(value)), int(np.ceil(value))]
    if kind == "float":
        single = np.float32(value)
        around = (np.nextafter(single, np.float32(-np.inf)), single,
                  np.nextafter(single, np.float32(np.inf)))  # fmt: skip
        return [float(v) for v in around]
    return [value]
