"""What a caller can show beside the token of a role: prepared once, good or bad."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.integration.authorisation.giving import token_body
from tests.integration.authorisation.oracle import HOUSE, PERMISSIONS, ROLES, permits
from tests.integration.authorisation.world import TENANTS, World
from tests.integration.people import TENANT_ROLES, done, unique
from tests.integration.signed_in import COOKIE, SignedIn, headers_of, sign_in
from tests.integration.tokens import with_another_secret

SECONDS = 10.0
IN_PAGES = tuple(role for role in ROLES if permits(role, "self.session"))


@dataclass(frozen=True)
class Reader:
    """A person who stays signed in while the matrix is asked: nobody else signs in as them."""

    name: str
    token: str
    session: SignedIn | None  # None: the role does not sign in.


def reader(world: World, role: str, tenant: str) -> Reader:
    def make() -> Reader:
        body = {"name": unique(f"reader-{role}"), "kind": "user", "role": role}
        name = str(world.made(f"/api/v1/t/{tenant}/principals", **body)["name"])
        made = world.made(f"/api/v1/t/{tenant}/tokens", **token_body(role, principal=name))
        token = str(made["token"])
        return Reader(name, token, sign_in(world.client, token) if role in IN_PAGES else None)

    return world.once(f"reader {role} {tenant}", make)


def session(world: World, role: str, tenant: str) -> SignedIn:
    found = reader(world, role, tenant).session
    assert found is not None, f"the role {role} does not sign in"
    return found


def scoped(world: World, role: str, scopes: tuple[str, ...]) -> str:
    """A token of the role's own principal, with scopes."""
    tenant = HOUSE if role == "operator" else "acme"

    def make() -> str:
        world.token(role, tenant)
        owner = {} if role == "operator" else {"principal": world.names[tenant, role]}
        body = token_body(role, scopes=list(scopes), **owner)
        made = world.made(f"/api/v1/t/{tenant}/tokens", **body)
        assert sorted(made["scopes"]) == sorted(scopes)
        return str(made["token"])

    return world.once(f"scoped {role} {scopes}", make)


def all_but(permission: str) -> tuple[str, ...]:
    return tuple(sorted(set(PERMISSIONS) - {permission}))


# ---- what lets nobody in


def dead_tokens(world: World) -> dict[str, Mapping[str, str]]:
    """By the name of its refusal in authz.yaml."""

    def make() -> dict[str, Mapping[str, str]]:
        revoked = world.made("/api/v1/t/acme/tokens", role="scientist")
        done(world.operator("DELETE", f"/api/v1/t/acme/tokens/{revoked['id']}"))
        expired = world.made("/api/v1/t/acme/tokens", role="scientist", expires_in_seconds=1)
        wait_until_refused(world, expired["token"])
        good = world.made("/api/v1/t/acme/tokens", role="scientist")
        tokens = {
            "garbled": "arm_nonsense",
            "unknown": with_another_secret(good["token"]),
            "expired": expired["token"],
            "revoked": revoked["token"],
        }
        return {name: headers_of(token) for name, token in tokens.items()}

    return world.once("dead tokens", make)


def wait_until_refused(world: World, token: str) -> None:
    deadline = time.monotonic() + SECONDS
    while world.request(token, "GET", "/api/v1/whoami").status_code == 200:
        assert time.monotonic() < deadline, "a token of one second does not expire"
        time.sleep(0.05)


def dead_sessions(world: World) -> dict[str, Mapping[str, str]]:
    """By the name of its refusal in authz.yaml, each with a CSRF token that was good for it."""

    def make() -> dict[str, Mapping[str, str]]:
        person = world.person("scientist")
        ended, live = (sign_in(world.client, person) for _ in range(2))
        out = world.request(ended, "DELETE", "/api/v1/session")
        assert out.status_code == 204, out.text
        strange = live.value[:-1] + ("A" if live.value[-1] != "A" else "B")
        return {
            "garbled": {**live.headers, "Cookie": f"{COOKIE}={live.value}; {COOKIE}={live.value}"},
            "unknown": SignedIn(live.id, strange, live.csrf).headers,
            "ended": ended.headers,
        }

    return world.once("dead sessions", make)


def prepare(world: World) -> None:
    """Makes what cannot be made once tenants are closed, and what a test asks for while the
    server cannot keep anything."""
    for role in TENANT_ROLES:
        for tenant in TENANTS:
            reader(world, role, tenant)
    reader(world, "operator", HOUSE)
    dead_tokens(world)
    dead_sessions(world)
