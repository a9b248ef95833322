"""Converts every pipeline, asks source and result the same rows, and counts what is wrong.

The rows asked are held out from training and disturbed here, apart from what the conversion's own
proof looks at: each is sent as a record, and the signature decides what is refused. An answer is
wrong where it differs from the source by more than 1e-5, names another label, or is given where
the source refuses.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from armillary import Client, errors
from armillary.conversion import ConversionError, RecordRefused, Signature, convert
from armillary.conversion.compare import differences, largest_difference, shown
from armillary.conversion.convert import Conversion
from armillary.conversion.records import tensors
from armillary.conversion.source import Answers, Source, SourceRefused
from armillary.types import Prediction

from .case import Case
from .pipelines import CASES

EXAMPLES = 300
ROUNDS = 5
FENCED_ASKED = 40
_BEGIN, _END = "<!-- table: begin -->", "<!-- table: end -->"
_NUMBERS = (0, -1, 1, 7, 1e9, -1e9, 2**24 + 1, 16777217.5, 1e-30, 1e15, 3.5e38, 123.456789012345)
_TEXTS = ("", "never seen", "\u017b\u00f3\u0142\u0107", "Month-to-month", "yes ", "1")


@dataclass
class Outcome:
    """What became of one pipeline."""

    case: Case
    verdict: str
    asked: int = 0
    fenced: int = 0
    wrong: int = 0
    largest: float = 0.0
    seconds: float = 0.0
    why: str = ""


class Answering(Protocol):
    """What answers records: ONNX Runtime here, or a server."""

    def answer(self, records: Sequence[Mapping[str, Any]]) -> Answers: ...


class Live:
    """A converted model, registered and deployed on a running server."""

    BATCH = 400

    def __init__(self, client: Client, name: str, conversion: Conversion) -> None:
        self._client = client
        self._name = name
        self._classes = [str(label) for label in conversion.signature.classes or ()]
        version = client.models.register(name, conversion.content)
        client.deployments.create(name, version.number)

    def answer(self, records: Sequence[Mapping[str, Any]]) -> Answers:
        found: list[Prediction] = []
        for start in range(0, len(records), self.BATCH):
            part = list(records[start : start + self.BATCH])
            found += self._client.predict(self._name, part).predictions
        if found and found[0].label is None:
            return Answers(values=np.array([p.value for p in found], dtype=np.float64))
        labels = [p.label for p in found]
        if not found or found[0].probabilities is None:
            return Answers(labels=labels)
        shares = [[p.probabilities[label] for label in self._classes] for p in found]
        return Answers(labels=labels, probabilities=np.array(shares))

    def refuses(self, record: Mapping[str, Any]) -> bool:
        try:
            self._client.predict(self._name, [record])
        except errors.InvalidArgument:
            return True
        return False


@dataclass
class _Question:
    """What is sent, to whom, and what decides whether it may be."""

    signature: Signature
    served: Answering
    records: list[dict[str, Any]]


def evaluate(case: Case, client: Client | None = None) -> Outcome:
    """Trains, converts and asks one pipeline, through a server where a client is given."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model, rows = case.fitted()
        given = rows.train[:EXAMPLES].to_numpy() if case.arrays else rows.train[:EXAMPLES]
        started = time.monotonic()
        try:
            conversion = convert(model, given)
        except ConversionError as error:
            return Outcome(case, "refused", why=str(error))
        outcome = Outcome(case, "right", seconds=time.monotonic() - started)
        outcome.why = "; ".join(conversion.notes)
        held_out = rows.held_out.to_numpy() if case.arrays else rows.held_out
        served: Answering = conversion.served()
        if client is not None:
            served = Live(client, _slug(case.name), conversion)
        records = _shaken(Source(model, held_out).examples)
        _ask(outcome, Source(model, given), _Question(conversion.signature, served, records))
    if outcome.wrong:
        outcome.verdict = "WRONG"
    return outcome


def disturbed(records: Sequence[dict[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    """Rows with one to three columns missing, exchanged, extreme, unseen or nudged."""
    chooser = random.Random(seed)
    names = list(records[0])
    for record in records:
        row = dict(record)
        for name in chooser.sample(names, min(len(names), chooser.randint(1, 3))):
            row[name] = _disturbed_value(chooser, row[name], name, records)
        yield row


def _disturbed_value(
    chooser: random.Random, value: Any, name: str, records: Sequence[dict[str, Any]]
) -> Any:
    choice = chooser.random()
    if choice < 0.25:
        return None
    if choice < 0.45:
        return chooser.choice(records)[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return chooser.choice(_TEXTS)
    if isinstance(value, int | float):
        number = chooser.choice((*_NUMBERS, value * (1 + 1e-15), value + 1e-7, -value, value * 3))
        return int(number) if isinstance(value, int) else float(number)
    return None


def _ask(outcome: Outcome, source: Source, question: _Question) -> None:
    admitted, fenced = [], []
    for record in question.records:
        try:
            tensors(question.signature, [record])
        except RecordRefused:
            fenced.append(record)
        else:
            admitted.append(record)
    outcome.asked, outcome.fenced = len(admitted), len(fenced)
    for part in _askable(outcome, source, admitted, "probabilities" in question.signature.outputs):
        _judge(outcome, part, source, question.served)
    if isinstance(question.served, Live):
        for record in fenced[:FENCED_ASKED]:
            if not question.served.refuses(record):
                outcome.wrong += 1
                outcome.why = f"the server answered {record}"


def _shaken(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rounds = [row for seed in range(ROUNDS) for row in disturbed(records, seed)]
    return [*records, *rounds]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _askable(
    outcome: Outcome, source: Source, records: list[dict[str, Any]], probabilities: bool
) -> Iterator[list[dict[str, Any]]]:
    """The records that the source answers, in parts; to admit one that it refuses is wrong."""
    if not records:
        return
    try:
        source.answer(records, probabilities)
    except SourceRefused as error:
        if len(records) == 1:
            outcome.wrong += 1
            outcome.why = f"answered {records[0]} which the source refuses: {error}"
            return
        half = len(records) // 2
        yield from _askable(outcome, source, records[:half], probabilities)
        yield from _askable(outcome, source, records[half:], probabilities)
    else:
        yield records


def _judge(
    outcome: Outcome, records: list[dict[str, Any]], source: Source, served: Answering
) -> None:
    answer = served.answer(records)
    expected = source.answer(records, answer.probabilities is not None)
    rows = differences(expected, answer)
    outcome.wrong += len(rows)
    outcome.largest = max(outcome.largest, largest_difference(expected, answer))
    if rows:
        row = rows[0]
        outcome.why = f"{records[row]}: {shown(expected, row)} but {shown(answer, row)}"


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as a Markdown table."""
    lines = [
        "| pipeline | data | outcome | rows asked | refused rows | largest difference |",
        "|---|---|---|---:|---:|---:|",
    ]
    for o in outcomes:
        if o.verdict == "refused":
            lines.append(f"| {o.case.name} | {o.case.data} | refused: {o.why} | | | |")
            continue
        lines.append(
            f"| {o.case.name} | {o.case.data} | {o.verdict} | {o.asked:,} | {o.fenced:,} | "
            f"{o.largest:.1e} |"
        )
    counts = {v: sum(o.verdict == v for o in outcomes) for v in ("right", "refused", "WRONG")}
    asked = sum(o.asked for o in outcomes)
    lines += [
        "",
        f"{len(outcomes)} pipelines: {counts['right']} right, {counts['refused']} refused, "
        f"{counts['WRONG']} wrong; {asked:,} rows asked.",
    ]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    page = path.read_text()
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    path.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{after}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="run the cases whose name contains this")
    parser.add_argument(
        "--server", action="store_true", help="ask a server, as ARMILLARY_URL and _TOKEN say"
    )
    parser.add_argument("--write", type=Path, help="the page whose table is replaced")
    options = parser.parse_args()
    client = Client() if options.server else None
    outcomes = []
    for case in CASES:
        if options.only in case.name:
            outcomes.append(evaluate(case, client))
            o = outcomes[-1]
            print(
                f"{o.verdict:8} {o.case.name} [{o.case.data}] asked {o.asked} fenced {o.fenced} "
                f"wrong {o.wrong} {o.largest:.1e} {o.seconds:.1f} s  {o.why[:600]}",
                flush=True,
            )
    print(table(outcomes))
    if options.write:
        _write(options.write, table(outcomes))
    return 1 if any(o.verdict == "WRONG" for o in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
