"""Which roles a principal gives, whose tokens it makes, sees, ends: `up_to`, the cells `own`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.integration.authorisation.oracle import (
    ALLOWED,
    DENIED,
    HIDDEN,
    HOUSE,
    PERMISSIONS,
    ROLES,
    Cell,
    permits,
    refusal,
    wrong,
)
from tests.integration.authorisation.probe import Probe
from tests.integration.authorisation.world import World
from tests.integration.people import MODEL, TENANT_ROLES, done, unique
from tests.integration.routes import AUTHZ

NOT_GRANTABLE = Cell(403, "role_not_grantable")
ELSEWHERE = "staging"


def token_body(role: str, **fields: Any) -> dict[str, Any]:
    return {"role": role, **({"models": [MODEL]} if role == "caller" else {}), **fields}


def may_give(giver: str, given: str, tenant: str) -> Cell:
    in_place = given != "operator" or tenant == HOUSE
    return ALLOWED if given in AUTHZ["up_to"][giver] and in_place else NOT_GRANTABLE


def home_of(role: str) -> str:
    return HOUSE if role == "operator" else "acme"


# ---- up to own


def to_people(role: str, tenant: str, given: str, world: World) -> str:
    """A new principal."""
    body = {"name": unique("person"), "kind": "user", "role": given}
    path = f"/api/v1/t/{tenant}/principals"
    answer = world.request(world.token(role, home_of(role)), "POST", path, json=body)
    return wrong(may_give(role, given, tenant), answer)


def to_own_token(role: str, tenant: str, given: str, world: World) -> str:
    path = f"/api/v1/t/{tenant}/tokens"
    token = world.token(role, home_of(role))
    answer = world.request(token, "POST", path, json=token_body(given))
    return wrong(may_give(role, given, tenant), answer)


def to_owners_token(owner: str, given: str, world: World) -> str:
    """A token that an operator makes for somebody else: up to the role of who owns it."""
    path = f"/api/v1/t/{HOUSE}/tokens"
    name = world.owner(owner)
    answer = world.operator("POST", path, json=token_body(given, principal=name))
    return wrong(may_give(owner, given, HOUSE), answer)


def givers(permission: str) -> Iterator[tuple[str, str]]:
    """Who has the permission, and in which tenants."""
    for role in ROLES:
        if permits(role, permission):
            yield role, "acme"
    if permits("operator", permission):
        yield "operator", HOUSE


def giving() -> Iterator[Probe]:
    for given in ROLES:
        for permission, check in (
            ("principals.create", to_people),
            ("tokens.create", to_own_token),
        ):
            for role, tenant in givers(permission):
                about = f"giving a role by {permission} in {tenant}"
                asked = partial(check, role, tenant, given)
                yield Probe("give", role, permission, given, about, asked)
        for owner in ROLES:
            asked = partial(to_owners_token, owner, given)
            yield Probe("give", owner, "tokens.create", given, "a token for a principal", asked)


# ---- one's own tokens and those of others


def sees(role: str, world: World) -> str:
    """A list shows what is one's own, and what is another's only to `allow`."""
    world.token("viewer")
    others = world.names["acme", "viewer"]
    path = f"/api/v1/t/acme/tokens?filter=principal_name%20%3D%20%27{others}%27"
    listed = done(world.request(world.token(role), "GET", path))
    shown = len(listed["items"])
    want = PERMISSIONS["tokens.list"][role] == "allow"
    agrees = (shown > 0) == want and listed["total"] == shown
    return "" if agrees else f"{shown} of {listed['total']} tokens of another are shown"


def sees_own(role: str, world: World) -> str:
    token = world.token(role)
    mine = done(world.request(token, "GET", "/api/v1/whoami"))["token"]
    named = f"filter=principal_name%20%3D%20%27{world.names['acme', role]}%27"
    listed = done(world.request(token, "GET", f"/api/v1/t/acme/tokens?limit=1000&{named}"))
    return "" if mine in {item["id"] for item in listed["items"]} else "its own token is hidden"


def ends_anothers(role: str, world: World) -> str:
    with world.flip.off():
        others = world.fresh_token("acme", "operator")
    own_only = PERMISSIONS["tokens.revoke"][role] == "own"
    answer = world.request(world.token(role), "DELETE", f"/api/v1/t/acme/tokens/{others}")
    return wrong(HIDDEN if own_only else ALLOWED, answer)


def makes_anothers(role: str, world: World) -> str:
    world.token("viewer")
    body = {"principal": world.names["acme", "viewer"], "role": "viewer"}
    own_only = PERMISSIONS["tokens.create"][role] == "own"
    answer = world.request(world.token(role), "POST", "/api/v1/t/acme/tokens", json=body)
    return wrong(DENIED if own_only else ALLOWED, answer)


def makes_elsewhere(role: str, world: World) -> str:
    """A token of another environment than the maker's."""
    rule = AUTHZ["token_environment"][PERMISSIONS["tokens.create"][role]]
    body = token_body("viewer", environment=ELSEWHERE)
    answer = world.request(world.token(role), "POST", "/api/v1/t/acme/tokens", json=body)
    return wrong(ALLOWED if rule == "any" else refusal(rule["else"]), answer)


def owning() -> Iterator[Probe]:
    for permission, about, check in (
        ("tokens.list", "what a list of tokens shows of others", sees),
        ("tokens.revoke", "revoking another's token", ends_anothers),
        ("tokens.create", "making another's token", makes_anothers),
        ("tokens.create", "making a token of another environment", makes_elsewhere),
    ):
        for role in ROLES:
            if permits(role, permission):
                yield Probe("own", role, permission, "acme", about, partial(check, role))
    for role in TENANT_ROLES:
        if permits(role, "tokens.list"):
            about = "what a list of tokens shows of oneself"
            yield Probe("own", role, "tokens.list", "acme", about, partial(sees_own, role))
