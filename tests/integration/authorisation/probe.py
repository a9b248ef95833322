"""One question to the running server whose answer the oracle knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.integration.authorisation.world import World


@dataclass(frozen=True)
class Probe:
    """`check` says what is wrong, empty if nothing. The other fields say which entries of the
    policy the answer depends on; `detail` is the relation, the environment or the role given."""

    kind: str
    role: str
    permission: str
    detail: str
    about: str
    check: Callable[[World], str] = field(compare=False)

    def problem(self, world: World) -> str:
        found = self.check(world)
        return f"{self.about} as {self.role}, {self.detail}: {found}" if found else ""


def problems(world: World, probes: list[Probe]) -> list[str]:
    assert probes, "no probe asks anything"
    return [problem for probe in probes if (problem := probe.problem(world))]
