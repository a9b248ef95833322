"""Cells of the matrix: what is asked, by whom, about what, and what the oracle says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import httpx

from tests.integration.authorisation.addresses import addressed, home
from tests.integration.authorisation.oracle import ALLOWED, ROLES, Cell, relations_of, wrong
from tests.integration.authorisation.world import World
from tests.integration.routes import Route
from tests.integration.signed_in import Proof

EVERYBODY = ("anonymous", *ROLES)
Ask = Callable[[World], httpx.Response]
Show = Callable[[World, str, str], Proof]  # What a role of a tenant shows.
Judge = Callable[[Cell, httpx.Response], str]


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


@dataclass(frozen=True)
class Question:
    """One cell. `kind` is the caller or the placement; `judge` says what is wrong with an answer.

    Two questions are the same if route, kind, role and relation are.
    """

    kind: str
    route: Route
    role: str
    relation: str
    want: Cell = field(compare=False)
    ask: Ask = field(compare=False, repr=False)
    judge: Judge = field(default=wrong, compare=False, repr=False)

    @property
    def is_refusal(self) -> bool:
        return self.want != ALLOWED

    def problem(self, world: World) -> str:
        found = self.judge(self.want, self.ask(world))
        where = f"{name(self.route)}, {self.kind} as {self.role}, {self.relation}"
        return f"{where}: {found}" if found else ""


def each(routes: Iterable[Route], roles: Sequence[str]) -> Iterator[tuple[Route, str, str]]:
    """Each route that is not for everybody, as each role, at each address that differs."""
    for route in routes:
        if not route.is_public:
            for role in roles:
                for relation in relations_of(route, role):
                    yield route, role, relation


def sending(
    route: Route,
    role: str,
    relation: str,
    show: Show,
    *,
    person: Callable[[World, str, str], str] | None = None,
    fresh: bool = False,
    **changes: object,
) -> Ask:
    """Sends the route's example to the address of the relation with what `show` gives for the role
    in its tenant. `person`: whose things are addressed; `fresh`: the request must be able to
    succeed."""

    def ask(world: World) -> httpx.Response:
        own = home(role, relation)
        whose = person(world, role, own) if person and fresh else None
        tenant = addressed(route, role, relation)
        parameters = world.arrange(route, tenant, role, fresh=fresh, person=whose)
        return world.ask(route, show(world, role, own), parameters, **changes)

    return ask


def problems(world: World, questions: Sequence[Question], seed: int) -> list[str]:
    """Asks all, in an order of the seed."""
    assert questions, "nothing is asked"
    twice = [question for question, count in Counter(questions).items() if count > 1]
    assert not twice, f"counted twice: {twice[:3]}"
    shuffled = list(questions)
    random.Random(seed).shuffle(shuffled)
    return [problem for question in shuffled if (problem := question.problem(world))]
