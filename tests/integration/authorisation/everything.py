"""All cells of the matrix, and what there is to say of them."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.integration.authorisation.callers import all_callers
from tests.integration.authorisation.objects import all_objects
from tests.integration.authorisation.placements import (
    all_placements,
)
from tests.integration.authorisation.questions import Question, name
from tests.integration.authorisation.spellings import all_spellings
from tests.integration.routes import Route
from tests.integration.running import BUILD

REPORT = BUILD / "test-results" / "authorisation-cells.txt"


def all_questions(routes: Sequence[Route]) -> list[Question]:
    return [
        *all_callers(routes),
        *all_placements(routes),
        *all_spellings(routes),
        *all_objects(routes),
    ]


def new_seed() -> int:
    """ARMILLARY_SEED, to ask in the order of an earlier run."""
    return int(os.environ.get("ARMILLARY_SEED") or time.time_ns() % 1_000_000)


@dataclass(frozen=True)
class Tally:
    """Cells counted along each axis."""

    questions: Sequence[Question]

    def lines(self) -> Iterator[str]:
        for axis, counts in (
            ("answer", Counter(str(question.want) for question in self.questions)),
            ("role", Counter(question.role for question in self.questions)),
            ("relation", Counter(question.relation for question in self.questions)),
        ):
            yield f"  by {axis}: {dict(counts.most_common())}"

    def write(self, file: Path = REPORT) -> None:
        """Every route, kind, role and relation with its number of cells."""
        file.parent.mkdir(parents=True, exist_ok=True)
        counts = {
            "route": Counter(name(question.route) for question in self.questions),
            "kind": Counter(question.kind for question in self.questions),
            "role": Counter(question.role for question in self.questions),
            "relation": Counter(question.relation for question in self.questions),
        }
        lines = [
            f"{axis}\t{what}\t{count}"
            for axis, counted in counts.items()
            for what, count in sorted(counted.items())
        ]
        file.write_text("\n".join(lines) + "\n")
