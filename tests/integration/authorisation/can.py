"""What the server says that a principal can do, beside what the matrix allows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.integration.authorisation.giving import home_of
from tests.integration.authorisation.oracle import (
    PERMISSIONS,
    ROLES,
    crosses,
    open_in,
    permits,
)
from tests.integration.authorisation.probe import Probe
from tests.integration.authorisation.world import World
from tests.integration.people import MODEL, TENANT_ROLES, done
from tests.integration.routes import AUTHZ

LADDER = ("research", "staging", "production")
ENVIRONMENTS = AUTHZ["environments"]

# Lists and objects of acme: the path, the permission to read it, and what its `can` may hold.
OBJECTS = (
    ("/api/v1/t/acme/models", "models.list", "models.get models.register deployments.create"),
    (
        f"/api/v1/t/acme/models/{MODEL}",
        "models.get",
        "models.get models.register deployments.create",
    ),
    (
        f"/api/v1/t/acme/models/{MODEL}/versions",
        "models.list",
        "models.get models.download deployments.create",
    ),
    (
        f"/api/v1/t/acme/models/{MODEL}/versions/1",
        "models.get",
        "models.get models.download deployments.create",
    ),
    (
        f"/api/v1/t/acme/deployments/{MODEL}",
        "deployments.get",
        "deployments.create deployments.rollback deployments.stop",
    ),
    ("/api/v1/tenants/acme", "tenants.get", "tenants.get tenants.update"),
    ("/api/v1/t/acme/quotas", "quotas.get", "quotas.get quotas.update"),
    ("/api/v1/t/acme/principals", "principals.list", ""),
    ("/api/v1/t/acme/audit", "audit.list", ""),
    ("/api/v1/t/acme/tokens", "tokens.list", "tokens.revoke"),
)


def could(role: str, permission: str, own: str, there: str) -> bool:
    """In an environment of the role's own tenant, with a token of another."""
    rules = ENVIRONMENTS["promotion_required"]
    if there in rules["environments"] and permission in rules["permissions"]:
        return False
    other = ENVIRONMENTS["other"]["caller_allow" if role == "caller" else "allow"]
    return permits(role, permission) and (own == there or permission in other)


def whoami(role: str, permission: str, world: World) -> str:
    answer = done(world.request(world.token(role, home_of(role)), "GET", "/api/v1/whoami"))
    is_shown = permission in answer["permissions"]
    return "" if is_shown == permits(role, permission) else f"shown: {is_shown}"


def environment_can(role: str, permission: str, own: str, there: str, world: World) -> str:
    token = world.token(role, home_of(role), own)
    listed = done(world.request(token, "GET", "/api/v1/environments"))["items"]
    can = {item["name"]: item["can"] for item in listed}[there]
    want = could(role, permission, own, there)
    return "" if (permission in can) == want else f"{can}, not {permission}"


def saying() -> Iterator[Probe]:
    """Probes of what no route asks by itself."""
    for permission in AUTHZ["unrouted"]:
        for role in ROLES:
            about = f"whoami about {permission}"
            yield Probe("whoami", role, permission, "own", about, partial(whoami, role, permission))
    for role in ROLES:
        if not permits(role, "environments.list"):
            continue
        for permission in ("deployments.list", "deployments.create"):
            for own in ("research", "staging"):
                for there in LADDER:
                    about = f"whether {permission} is possible from {own}"
                    asked = partial(environment_can, role, permission, own, there)
                    yield Probe("can", role, permission, there, about, asked)


def object_cans(role: str, world: World) -> Iterator[str]:
    """Objects of acme whose `can` is not what the matrix allows the role."""
    token = world.token(role, home_of(role))
    for path, needed, possible in OBJECTS:
        reached = permits(role, needed) and (role != "operator" or crosses(needed))
        if not reached:
            continue
        want = {p for p in possible.split() if permits(role, p)}
        body = done(world.request(token, "GET", path))
        for item in body.get("items", [body]):
            wanted = set() if item.get("state") in {"expired", "revoked"} else want
            if set(item["can"]) != wanted:
                yield f"{path} as {role}: {item['can']}, not {sorted(wanted)}"


def whoami_lists(world: World) -> Iterator[str]:
    """Roles whose list of permissions is not their column of the oracle; a closed tenant's is
    what its state leaves."""
    for role in ROLES:
        want = {permission for permission in PERMISSIONS if permits(role, permission)}
        yield from whoami_of(world, role, home_of(role), want)
    for state, tenant in (("suspended", "dormant"), ("being_deleted", "leaving")):
        for role in TENANT_ROLES:
            left = {p for p in open_in(state, role) if permits(role, p)}
            yield from whoami_of(world, role, tenant, left)


def whoami_of(world: World, role: str, tenant: str, want: set[str]) -> Iterator[str]:
    answer = done(world.request(world.token(role, tenant), "GET", "/api/v1/whoami"))
    if set(answer["permissions"]) != want or answer["role"] != role:
        yield f"{role} of {tenant}: {answer}"
