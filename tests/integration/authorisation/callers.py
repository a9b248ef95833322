"""Each kind of caller x every route x every role x every relation.

First the token of a role's service account (for what is a person's: of a person, or a session), and
who shows nothing; then people with a token of their own, sessions with and without their CSRF
token, tokens with scopes, and who is nobody. A role that may not sign in has no session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from tests.integration.authorisation.credentials import (
    IN_PAGES,
    all_but,
    dead_sessions,
    dead_tokens,
    reader,
    scoped,
    session,
)
from tests.integration.authorisation.oracle import (
    ALLOWED,
    DENIED,
    HOUSE,
    NOBODY,
    RELATIONS,
    ROLES,
    UNKNOWN,
    Cell,
    by_tenant,
    expected,
    permits,
    refusal,
    relations_of,
)
from tests.integration.authorisation.questions import (
    EVERYBODY,
    Question,
    Show,
    each,
    name,
    sending,
)
from tests.integration.authorisation.world import World
from tests.integration.routes import AUTHZ, Route
from tests.integration.signed_in import Proof

AUTHENTICATION = AUTHZ["authentication"]
IN_SESSION = AUTHENTICATION["session"]


def takes_cookies(route: Route) -> bool:
    return route.path.startswith("/api/v1/")


def changes(route: Route) -> bool:
    return route.method != "GET"


def own_token(world: World, role: str, tenant: str) -> str:
    return reader(world, role, tenant).token


def tokens(routes: Sequence[Route]) -> Iterator[Question]:
    for route in routes:
        for role in EVERYBODY:
            for relation in relations_of(route, role):
                ask = partial(World.send, route=route, role=role, relation=relation)
                want = expected(route, role, relation)
                yield Question("token", route, role, relation, want, ask)


# ---- people


def people(routes: Sequence[Route]) -> Iterator[Question]:
    """A person's own token is as good as a service account's, and reaches what is the person's."""
    for route, role, relation in each(routes, ROLES):
        if route.needs_person and not (route.is_personal and permits(role, route.policy)):
            continue  # `tokens` asks with such a token.
        want = expected(route, role, relation)
        if want == ALLOWED and name(route) in AUTHZ["session_only"]:
            want = NOBODY
        fresh = want == ALLOWED
        ask = sending(route, role, relation, own_token, person=own_token, fresh=fresh)
        yield Question("a person's token", route, role, relation, want, ask)


def with_csrf(world: World, role: str, tenant: str) -> Proof:
    return session(world, role, tenant)


def cookie_alone(world: World, role: str, tenant: str) -> Proof:
    return session(world, role, tenant).cookie


def with_csrf_of_another(world: World, role: str, tenant: str) -> Proof:
    other = session(world, "auditor" if role != "auditor" else "viewer", "acme")
    return {**session(world, role, tenant).cookie, "X-CSRF-Token": other.csrf}


def from_elsewhere(world: World, role: str, tenant: str) -> Proof:
    return {**session(world, role, tenant).headers, "Origin": "https://evil.example"}


# What a browser shows, and how a change by it is refused.
BROWSERS: tuple[tuple[str, Show, Cell | None], ...] = (
    ("session", with_csrf, None),
    ("session without CSRF token", cookie_alone, refusal(IN_SESSION["no_csrf_token"])),
    ("session, another's CSRF token", with_csrf_of_another, refusal(IN_SESSION["no_csrf_token"])),
    ("session, another origin", from_elsewhere, refusal(IN_SESSION["other_origin"])),
)


def sessions(routes: Sequence[Route]) -> Iterator[Question]:
    """A session is what its person is, under /api/v1 alone; a change shows its CSRF token. With a
    wrong one reading is not asked again."""
    for route, role, relation in each(routes, IN_PAGES):
        if route.is_personal:
            continue  # `tokens` asks with a session.
        is_change = takes_cookies(route) and changes(route)
        for kind, show, refused in BROWSERS:
            if refused is not None and show is not cookie_alone and not is_change:
                continue
            want = expected(route, role, relation) if takes_cookies(route) else UNKNOWN
            want = refused if is_change and refused is not None else want
            fresh = want == ALLOWED
            ask = sending(route, role, relation, show, person=own_token, fresh=fresh)
            yield Question(kind, route, role, relation, want, ask)


def beside_a_token(routes: Sequence[Route]) -> Iterator[Question]:
    """A token beside the session of an operator wins."""

    def both(world: World, role: str, tenant: str) -> Proof:
        pages = session(world, "operator", HOUSE).headers
        return {**pages, "Authorization": f"Bearer {world.token(role, tenant)}"}

    for route, role, relation in each(routes, ("viewer", "scientist")):
        if not route.needs_person:
            want = expected(route, role, relation)
            ask = sending(route, role, relation, both, fresh=want == ALLOWED)
            yield Question("token beside a session", route, role, relation, want, ask)


# ---- scopes


def scopes(routes: Sequence[Route]) -> Iterator[Question]:
    """The one scope that the route asks for adds nothing to the role; all the others leave nothing
    of it. A token with scopes is no person."""

    def showing(chosen: tuple[str, ...]) -> Show:
        return lambda world, role, _: scoped(world, role, chosen)

    for route, role, relation in each(routes, ROLES):
        if route.needs_person or relation in AUTHZ["tenant_state"]:
            continue
        want = expected(route, role, relation)
        show = showing((route.policy,))
        ask = sending(route, role, relation, show, fresh=want == ALLOWED)
        yield Question("the one scope", route, role, relation, want, ask)
        refused = by_tenant(route, role, relation) or DENIED
        ask = sending(route, role, relation, showing(all_but(route.policy)))
        yield Question("all other scopes", route, role, relation, refused, ask)


# ---- nobody


def nobody(routes: Sequence[Route]) -> Iterator[Question]:
    """What was never good and what is not good any more, also where nothing is asked for."""

    def token(kind: str) -> Show:
        return lambda world, *_: dead_tokens(world)[kind]

    def cookie(kind: str) -> Show:
        return lambda world, *_: dead_sessions(world)[kind]

    for route in routes:
        public = expected(route, "anonymous", "own")
        for relation in RELATIONS if route.names_tenant else ("own",):
            for kind in ("garbled", "unknown", "expired", "revoked"):
                want = public if route.is_public else refusal(AUTHENTICATION[kind])
                ask = sending(route, "scientist", relation, token(kind))
                yield Question(f"{kind} token", route, "nobody", relation, want, ask)
            for kind in ("garbled", "unknown", "ended"):
                want = refusal(IN_SESSION[kind]) if takes_cookies(route) else UNKNOWN
                want = public if route.is_public else want
                ask = sending(route, "scientist", relation, cookie(kind))
                yield Question(f"{kind} session", route, "nobody", relation, want, ask)


def all_callers(routes: Sequence[Route]) -> list[Question]:
    return [
        *tokens(routes),
        *people(routes),
        *sessions(routes),
        *beside_a_token(routes),
        *scopes(routes),
        *nobody(routes),
    ]
