"""Proves that a converted model answers as its source does, and fences off what it cannot prove.

Both sides answer the same records: the example rows, and rows disturbed in one column (missing,
every known category, unseen and empty text, extremes, both neighbours of every threshold) or in
several. Where the source refuses a value, the signature is made to refuse it too. Where the two
differ far from the training data, the column's range ends before. Where they differ on anything
else, the conversion fails: a wrong answer is worse than a refusal.
"""

from __future__ import annotations

import bisect
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from armillary.conversion.compare import first_difference, largest_difference, shown
from armillary.conversion.compile import Compiled
from armillary.conversion.errors import ParityError, UnusableExample
from armillary.conversion.records import RecordRefused
from armillary.conversion.serving import Served
from armillary.conversion.signature import ColumnSpec, Record, Signature
from armillary.conversion.source import Answers, Source, SourceRefused
from armillary.conversion.thresholds import neighbours

_BASES = 8
_CUTS_LOOKED_AT = 400
_COMBINATIONS = 300
_UNSEEN = ("\u03b6 never seen", "", " ")
_INSIDE = (0.0, 1e-30, -1e-30, 0.5, 1.0, -1.0)
_OUTWARD = (1e3, 1e6, 2.0**24 + 1, 1e9, 1e12, 2.0**53, 1e18, 1e30, 3e38, 1e300)
_JOINT_BOUNDS = (math.inf, 1e30, 1e15, 1e9, 1e6, 1e3, 0.0)
_WHOLE_LIMIT = 2.0**53
_ADVICE_SAME = "Retrain with the pinned releases, or simplify the step that reads this column"


@dataclass
class Findings:
    """What the proof looked at and what it fenced off."""

    rows: int = 0
    disturbed: int = 0
    largest: float = 0.0
    fences: list[str] = field(default_factory=list)


class Proof:
    """One proof of one conversion; the random choices in it are the same every time."""

    def __init__(self, source: Source, compiled: Compiled, signature: Signature) -> None:
        self._source = source
        self._compiled = compiled
        self._records = source.examples
        self._random = random.Random(20)
        self._content = compiled.model.SerializeToString()
        self._open = Served(self._content, signature)
        self._probabilities = "probabilities" in compiled.outputs
        self._admitted: dict[str, list[Any]] = {}
        self._sorted_by: dict[str, list[Record]] = {}
        self._keys: dict[str, list[float]] = {}
        self.findings = Findings(rows=len(self._records))

    def run(self) -> Signature:
        """The signature with its fences. Raises ParityError where none can help."""
        self._require_same(None, self._records)
        specs = {spec.name: self._column(spec) for spec in self._open.signature.columns}
        specs = self._narrowed(specs)
        for name, spec in specs.items():
            self._require_same(name, self._at_thresholds(spec))
        return replace(self._open.signature, columns=tuple(specs.values()))

    def _narrowed(self, specs: dict[str, ColumnSpec]) -> dict[str, ColumnSpec]:
        """The columns with ranges that hold together too: far numbers may overflow in a sum."""
        for bound in _JOINT_BOUNDS:
            narrower = {name: self._within_bound(spec, bound) for name, spec in specs.items()}
            if self._same(self._combinations(narrower)):
                changed = [n for n, spec in narrower.items() if spec != specs[n]]
                for name in changed:
                    self._fence(name, f"takes numbers within {bound:g} beside other far ones")
                return narrower
        self._require_same(None, self._combinations(specs))
        return specs

    def _within_bound(self, spec: ColumnSpec, bound: float) -> ColumnSpec:
        if spec.minimum is None or spec.maximum is None:
            return spec
        seen = [r[spec.name] for r in self._records if r[spec.name] is not None] or [0]
        low = max(spec.minimum, min(-bound, *seen))
        high = min(spec.maximum, max(bound, *seen))
        low, high = _of_type(spec, [low])[0], _of_type(spec, [high])[0]
        admitted = self._admitted[spec.name]
        inside = [v for v in admitted if v is None or low <= v <= high]
        self._admitted[spec.name] = [*inside, low, high]
        return replace(spec, minimum=low, maximum=high)

    # One column at a time.

    def _column(self, spec: ColumnSpec) -> ColumnSpec:
        if spec.nullable:
            spec = self._missing(spec)
        if spec.type == "bool":
            self._require_same(spec.name, self._with(spec.name, [True, False]))
            self._admitted[spec.name] = [True, False]
            return spec
        if spec.type == "string":
            return self._text(spec)
        return self._number(spec)

    def _missing(self, spec: ColumnSpec) -> ColumnSpec:
        records = self._with(spec.name, [None])
        if self._same(records):
            self._admitted.setdefault(spec.name, []).append(None)
            return spec
        if any(record[spec.name] is None for record in self._records):
            self._require_same(spec.name, records)
        self._fence(spec.name, "may not be missing: the converted model would answer otherwise")
        return replace(spec, nullable=False, required=True)

    def _text(self, spec: ColumnSpec) -> ColumnSpec:
        known = [str(v) for v in self._known(spec) if v != "\ufdd0"]
        if self._same(self._with(spec.name, [*known, *_UNSEEN])):
            self._admitted.setdefault(spec.name, []).extend([*known, *_UNSEEN])
            return spec
        accepted = self._those_accepted(spec.name, known)
        self._require_same(spec.name, self._with(spec.name, accepted))
        admitted = self._admitted.setdefault(spec.name, [])
        admitted += accepted
        if self._accepted(spec.name, *_UNSEEN):
            self._require_same(spec.name, self._with(spec.name, _UNSEEN))
            admitted += _UNSEEN
            return spec
        self._fence(spec.name, "takes only the values it was trained on, as the source does")
        return replace(spec, categories=tuple(dict.fromkeys(accepted)))

    def _number(self, spec: ColumnSpec) -> ColumnSpec:
        seen = [r[spec.name] for r in self._records if r[spec.name] is not None]
        low, high = (min(seen), max(seen)) if seen else (0, 0)
        widest = (self._limit(spec, -1), self._limit(spec, 1))
        all_at_once = _of_type(spec, [*widest, *self._outward(spec, -1), low, high, *_INSIDE])
        if self._same(self._with(spec.name, [*all_at_once, *self._outward(spec, 1)])):
            self._admitted.setdefault(spec.name, []).extend(all_at_once)
            return replace(spec, minimum=widest[0], maximum=widest[1])
        if spec.name in self._compiled.known and not self._accepted(spec.name, high + 1):
            return self._numbers_by_name(spec)
        inside = [v for v in _INSIDE if low < v < high]
        self._require_same(spec.name, self._with(spec.name, _of_type(spec, [*inside, low, high])))
        lowest = self._reach(spec, low, -1)
        highest = self._reach(spec, high, 1)
        if (lowest, highest) != widest:
            self._fence(spec.name, f"takes numbers from {lowest:g} to {highest:g}")
        self._admitted.setdefault(spec.name, []).extend([lowest, low, high, highest])
        return replace(spec, minimum=lowest, maximum=highest)

    def _numbers_by_name(self, spec: ColumnSpec) -> ColumnSpec:
        known = _of_type(spec, [float(v) for v in self._compiled.known[spec.name]])
        accepted = self._those_accepted(spec.name, known)
        self._require_same(spec.name, self._with(spec.name, accepted))
        self._admitted.setdefault(spec.name, []).extend(accepted)
        self._fence(spec.name, "takes only the numbers it was trained on, as the source does")
        return replace(spec, categories=tuple(accepted))

    def _known(self, spec: ColumnSpec) -> Sequence[Any]:
        seen = [r[spec.name] for r in self._records if r[spec.name] is not None]
        return list(dict.fromkeys([*self._compiled.known.get(spec.name, ()), *seen]))

    def _reach(self, spec: ColumnSpec, start: float, sign: int) -> float:
        """How far out from the data the two stay the same, step by step."""
        candidates = [v for v in self._outward(spec, sign) if sign * v > sign * start]
        good, bad = 0, len(candidates) + 1
        tried = len(candidates)
        while bad - good > 1:
            if self._same(self._with(spec.name, candidates[:tried])):
                good = tried
            else:
                bad = tried
            # Sources that round to float32 end one step before the last.
            tried = len(candidates) - 1 if bad == len(candidates) else (good + bad) // 2
            tried = max(tried, good + 1)
        return candidates[good - 1] if good else start

    def _outward(self, spec: ColumnSpec, sign: int) -> list[Any]:
        steps = {sign * v for v in _OUTWARD} | set(_INSIDE) | {-sign * v for v in (1e3, 1e6)}
        ordered = sorted(steps, key=lambda v: sign * v)
        return [v for v in _of_type(spec, ordered) if self._within(spec, v)]

    def _within(self, spec: ColumnSpec, value: float) -> bool:
        return abs(value) <= abs(self._limit(spec, 1))

    def _limit(self, spec: ColumnSpec, sign: int) -> float:
        if spec.type == "int64":
            return sign * int(_WHOLE_LIMIT)
        return sign * (3e38 if spec.type == "float" else 1e300)

    # Rows to ask for.

    def _bases(self) -> list[Record]:
        count = min(_BASES, len(self._records))
        return [self._records[i * len(self._records) // count] for i in range(count)]

    def _with(self, name: str, values: Sequence[Any]) -> list[Record]:
        return [{**base, name: value} for value in values for base in self._bases()]

    def _at_thresholds(self, spec: ColumnSpec) -> list[Record]:
        cuts = [cut for cut in self._compiled.cuts if cut.trace.source == spec.name]
        if not cuts or spec.minimum is None or spec.maximum is None:
            return []
        if len(cuts) > _CUTS_LOOKED_AT:
            cuts = self._random.sample(cuts, _CUTS_LOOKED_AT)
        kind = spec.type
        if next(c for c in self._source.columns if c.name == spec.name).kind == "int64":
            kind = "int64"
        values = neighbours(cuts, kind, spec.minimum, spec.maximum)
        return [record for value in values for record in self._near(spec.name, value)]

    def _near(self, name: str, value: float) -> list[Record]:
        """The row whose own value is nearest, which most likely reaches the cut, and another."""
        if name not in self._sorted_by:
            present = [r for r in self._records if r[name] is not None]
            self._sorted_by[name] = sorted(present, key=lambda r: float(r[name]))
        rows = self._sorted_by[name] or self._records
        keys = self._keys.setdefault(name, [float(r[name] or 0.0) for r in rows])
        nearest = min(bisect.bisect_left(keys, value), len(rows) - 1)
        other = self._random.choice(self._records)
        return [{**rows[nearest], name: value}, {**other, name: value}]

    def _combinations(self, specs: Mapping[str, ColumnSpec]) -> list[Record]:
        """Rows with about a third of their columns disturbed by values that hold one by one."""
        rows = []
        for _ in range(_COMBINATIONS):
            row = dict(self._random.choice(self._records))
            for name in specs:
                choices = self._admitted.get(name)
                if choices and self._random.random() < 1 / 3:
                    row[name] = self._random.choice(choices)
            rows.append(row)
        nothing = {n: None for n in specs if None in self._admitted.get(n, ())}
        return [*rows, *({**base, **nothing} for base in self._bases())]

    # Asking both sides.

    def _accepted(self, name: str, *values: Any) -> bool:
        """Whether the source answers for the values, all at once."""
        try:
            self._source.answer(self._with(name, values), False)
        except SourceRefused:
            return False
        return True

    def _those_accepted(self, name: str, values: Sequence[Any]) -> list[Any]:
        try:
            self._source.answer(self._with(name, values), False)
        except SourceRefused:
            return [value for value in values if self._accepted(name, value)]
        return list(values)

    def _both(self, records: Sequence[Record]) -> tuple[Answers, Answers]:
        answers = self._source.answer(records, self._probabilities)
        return answers, self._open.answer(records)

    def _same(self, records: Sequence[Record]) -> bool:
        if not records:
            return True
        try:
            source, served = self._both(records)
        except (SourceRefused, RecordRefused):
            return False
        self._count(records, source, served)
        return first_difference(source, served) is None

    def _require_same(self, column: str | None, records: Sequence[Record]) -> None:
        if not records:
            return
        try:
            source, served = self._both(records)
        except RecordRefused as error:
            raise UnusableExample(
                error.column, error.why, "Take such values out of the example and the training data"
            ) from error
        except SourceRefused as error:
            row = self._first_refused(records)
            raise ParityError(
                column, row, f"refused: {error}", "an answer", _ADVICE_SAME
            ) from error
        row_number = first_difference(source, served)
        if row_number is not None:
            raise ParityError(
                column,
                records[row_number],
                shown(source, row_number),
                shown(served, row_number),
                _ADVICE_SAME,
            )
        self._count(records, source, served)

    def _first_refused(self, records: Sequence[Record]) -> Record:
        for record in records:
            try:
                self._source.answer([record], self._probabilities)
            except SourceRefused:
                return record
        return records[0]

    def _count(self, records: Sequence[Record], source: Answers, served: Answers) -> None:
        self.findings.disturbed += len(records)
        if first_difference(source, served) is None:
            largest = largest_difference(source, served)
            self.findings.largest = max(self.findings.largest, largest)

    def _fence(self, column: str, what: str) -> None:
        self.findings.fences.append(f"column {column!r} {what}")


def _of_type(spec: ColumnSpec, values: Sequence[float]) -> list[Any]:
    if spec.type == "int64":
        return list(dict.fromkeys(int(v) for v in values if v == int(v)))
    if spec.type == "float":
        return [v for v in values if abs(v) <= 3e38]
    return [float(v) for v in values]


def missing_columns(source: Source) -> tuple[set[str], set[str]]:
    """The columns for which the source answers when they are missing, and those for which not."""
    records = source.examples[:2]
    accepted: set[str] = set()
    refused: set[str] = set()
    for column in source.columns:
        try:
            source.answer([{**record, column.name: None} for record in records], False)
        except SourceRefused:
            refused.add(column.name)
        else:
            accepted.add(column.name)
    return accepted, refused
