"""What contract/authz.yaml says of a request: who is let in, and how the others are refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.integration.people import TENANT_ROLES
from tests.integration.routes import AUTHZ, Route, code_of

PERMISSIONS: dict[str, dict[str, str]] = AUTHZ["permissions"]
ROLES = (*TENANT_ROLES, "operator")
STATES = ("suspended", "being_deleted")

# Where the address points, seen from who asks. An operator's own tenant is the house.
RELATIONS = ("own", "other_tenant", "missing", *STATES)
TENANT_OF = {
    "own": "acme",
    "other_tenant": "globex",
    "missing": "nobody",
    "suspended": "dormant",
    "being_deleted": "leaving",
}
HOUSE = "house"


@dataclass(frozen=True)
class Cell:
    """What one request must be answered: a success, or a status with a code."""

    status: int
    code: str = ""

    def __str__(self) -> str:
        return f"{self.status} {self.code}".strip()


ALLOWED = Cell(200)
DENIED = Cell(403, "permission_denied")
HIDDEN = Cell(404, "not_found")
UNKNOWN = Cell(401, "unauthenticated")
NOBODY = Cell(401, "session_unknown")


def permits(role: str, permission: str) -> bool:
    """Whether the role has the permission at all, for some things at least."""
    return PERMISSIONS[permission][role] != "deny"


def crosses(permission: str) -> bool:
    return permission in AUTHZ["relations"]["operator_crosses"]


def refusal(section: dict[str, Any]) -> Cell:
    return Cell(section["http"], section["code"])


def open_in(state: str, role: str) -> list[str]:
    """The permissions that a tenant's state leaves to a role."""
    rules = AUTHZ["tenant_state"][state]
    allowed: list[str] = rules["operator" if role == "operator" else "own_principals"]["allow"]
    return allowed


def closed(state: str) -> Cell:
    return refusal(AUTHZ["tenant_state"][state]["own_principals"]["else"])


def expected(route: Route, role: str, relation: str) -> Cell:
    """The cell of a token of acme, for the states of a token of the tenant in that state; an
    operator's is of the house."""
    if route.is_public:
        return HIDDEN if route.needs_provider else ALLOWED
    if role == "anonymous":
        return NOBODY if route.policy == "self.session" else UNKNOWN
    return by_tenant(route, role, relation) or (ALLOWED if permits(role, route.policy) else DENIED)


def by_tenant(route: Route, role: str, relation: str) -> Cell | None:
    """How the tenant in the address, or its state, refuses; None if neither does."""
    is_operator = role == "operator"
    if relation == "own" or (is_operator and not route.names_tenant):
        return None
    if relation == "missing" or (is_operator and not crosses(route.policy)):
        return HIDDEN
    if relation == "other_tenant":
        return None if is_operator else HIDDEN
    return None if route.policy in open_in(relation, role) else closed(relation)


def in_other_environment(route: Route, role: str) -> Cell:
    """The cell of a token of another environment than the one in the address."""
    other = AUTHZ["environments"]["other"]
    allowed = other["caller_allow"] if role == "caller" else other["allow"]
    if route.policy in allowed:
        return ALLOWED if permits(role, route.policy) else DENIED
    return refusal(other["else"])


def relations_of(route: Route, role: str) -> tuple[str, ...]:
    """Those that differ: without a tenant in the address there is only one's own, in each state."""
    if route.names_tenant:
        return RELATIONS
    return ("own",) if role in {"operator", "anonymous"} else ("own", *STATES)


def wrong(want: Cell, response: httpx.Response) -> str:
    """What is wrong with an answer; empty if nothing."""
    if want == ALLOWED:
        return "" if response.status_code < 300 else f"{response.status_code} {response.text}"
    got = Cell(response.status_code, code_of(response) if response.status_code >= 400 else "")
    return "" if got == want else f"{got}, not {want}"
