"""Every entry of the policy, turned round one at a time, and the probes that must notice.

The entries are enumerated from the oracle: what it says and what the server's tables say is the
same, or the matrix fails before any mutant is made. The names are those of tests/mutants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.integration.authorisation.oracle import (
    PERMISSIONS,
    ROLES,
    STATES,
    crosses,
)
from tests.integration.authorisation.probe import Probe
from tests.integration.routes import AUTHZ, Route

LADDER = ("research", "staging", "production")
FLIPS = {"deny": ("all",), "allow": ("none",), "own": ("all", "none"), "named": ("all", "none")}
ACTING = ("cell", "environment", "named", "own", "promotion")


@dataclass(frozen=True)
class Mutant:
    """`entry` as the mutants' server reads it."""

    entry: str

    @property
    def words(self) -> list[str]:
        return self.entry.split()

    def concerns(self, probe: Probe) -> bool:
        """Whether the answer to the probe may depend on the entry."""
        concerned: bool = getattr(self, f"_{self.words[0]}")(probe, *self.words[1:])
        return concerned

    def _reach(self, probe: Probe, role: str, permission: str, _to: str) -> bool:
        kinds = ("whoami",) if permission in AUTHZ["unrouted"] else ACTING
        return (probe.role, probe.permission) == (role, permission) and probe.kind in kinds

    def _give(self, probe: Probe, giver: str, given: str) -> bool:
        return (probe.kind, probe.role, probe.detail) == ("give", giver, given)

    def _house(self, probe: Probe, given: str) -> bool:
        return (probe.kind, probe.detail) == ("give", given)

    def _cross(self, probe: Probe, permission: str) -> bool:
        return (probe.kind, probe.role, probe.permission) == ("cell", "operator", permission)

    def _open(self, probe: Probe, state: str, who: str, permission: str) -> bool:
        is_asked = (probe.kind, probe.detail, probe.permission) == ("cell", state, permission)
        return is_asked and (probe.role == "operator") == (who == "operator")

    def _environment(self, probe: Probe, who: str, permission: str) -> bool:
        is_asked = (probe.kind, probe.permission) == ("environment", permission)
        return is_asked and (probe.role == "caller") == (who == "caller")

    def _topic(self, probe: Probe, noun: str) -> bool:
        return probe.kind == "topic" and probe.about.endswith(noun)

    def _promotion(self, probe: Probe, environment: str, permission: str) -> bool:
        if probe.permission != permission:
            return False
        if probe.kind == "cell":
            return environment == "research" and probe.detail == "own"
        return probe.kind in {"promotion", "can"} and probe.detail == environment


def reaches() -> Iterator[Mutant]:
    for permission, row in PERMISSIONS.items():
        cells = {row[role] for role in ROLES}
        for role in ROLES:
            narrower = [cell for cell in ("own", "named") if cell in cells and row[role] == "allow"]
            for to in (*FLIPS[row[role]], *narrower):
                yield Mutant(f"reach {role} {permission} {to}")


def entries() -> Iterator[Mutant]:
    """All of the tables in role.cc and policy.cc."""
    yield from reaches()
    for giver in ROLES:
        yield from (Mutant(f"give {giver} {given}") for given in ROLES)
    yield from (Mutant(f"house {role}") for role in ROLES)
    for permission in PERMISSIONS:
        yield Mutant(f"cross {permission}")
        for state in STATES:
            yield from (
                Mutant(f"open {state} {who} {permission}") for who in ("operator", "others")
            )
        yield from (Mutant(f"environment {who} {permission}") for who in ("caller", "others"))
        yield from (Mutant(f"promotion {place} {permission}") for place in LADDER)


def topic_flips() -> Iterator[Mutant]:
    """Each topic open to whoever may read the tenant's limits, where that is not the same."""
    for topic, permission in AUTHZ["topics"].items():
        if permission != "quotas.get":
            yield Mutant(f"topic {topic.rpartition('/')[2]}")


def is_reachable(mutant: Mutant, routes: Sequence[Route]) -> bool:
    """Whether a request can be answered by the entry at all, as the contract's routes are."""
    kind, *rest = mutant.words
    permission = rest[-1]
    in_tenants = {route.policy for route in routes if route.names_tenant}
    in_environments = {route.policy for route in routes if route.names_environment}
    if kind == "cross":
        return permission in in_tenants
    if kind == "open" and rest[1] == "operator":
        return permission in in_tenants and crosses(permission)
    if kind == "open":
        return permission in {route.policy for route in routes}
    if kind == "environment":
        masked = rest[0] == "caller" and PERMISSIONS[permission]["caller"] == "deny"
        return permission in in_environments and not masked
    if kind == "promotion":
        asked = {*AUTHZ["environments"]["promotion_required"]["permissions"], "deployments.list"}
        return permission in asked
    return True


def route_flips(routes: Sequence[Route]) -> Iterator[Mutant]:
    """Each route with another permission, and open to everybody; an upload is never public."""
    for route in routes:
        yield Mutant(f"route {route.operation} {other_policy(route)}")
        if not route.is_public and route.operation != "registerVersion":
            yield Mutant(f"route {route.operation} public")


def other_policy(route: Route) -> str:
    """Another permission with the nearest column: the flip that is hardest to see."""
    if route.is_public:
        return "self.read"
    own = PERMISSIONS[route.policy]

    def distance(name: str) -> int:
        return sum(PERMISSIONS[name][role] != own[role] for role in ROLES)

    return min((name for name in PERMISSIONS if name != route.policy), key=distance)
