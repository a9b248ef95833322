"""Each route's path written otherwise. What means the same is answered as the same, cell by cell;
what does not is refused, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

import httpx

from tests.integration.authorisation.addresses import addressed, home, path_of
from tests.integration.authorisation.credentials import IN_PAGES, reader
from tests.integration.authorisation.oracle import (
    ALLOWED,
    HIDDEN,
    Cell,
    expected,
)
from tests.integration.authorisation.questions import EVERYBODY, Question, each
from tests.integration.authorisation.world import World
from tests.integration.people import done
from tests.integration.routes import Route, role_that_may
from tests.integration.signed_in import Proof, sign_in

Spell = Callable[[str], str]
PREFIXES = {"/api/v1": ("/v1", "/api", "/api/v2", "/internal/api/v1"), "/v2": ("/v1", "/v3", "")}


def encoded(text: str) -> str:
    """Every byte as %xx."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


def first(path: str, change: Spell) -> str:
    head, slash, rest = path[1:].partition("/")
    return f"/{change(head)}{slash}{rest}"


def at_last_slash(path: str, between: str) -> str:
    head, _, last = path.rpartition("/")
    return f"{head}{between}{last}"


BROKEN: dict[str, Spell] = {
    "capitals": lambda path: first(path, str.upper),
    "an encoded literal": lambda path: first(path, encoded),
    "a doubled slash": lambda path: at_last_slash(path, "//"),
    "a doubled first slash": lambda path: f"/{path}",
    "a dot segment": lambda path: f"/.{path}",
    "an encoded dot segment": lambda path: f"/%2e{path}",
    "two dots": lambda path: f"/healthz/..{path}",
    "encoded dots": lambda path: f"/healthz/%2e%2e{path}",
    "a trailing slash": lambda path: f"{path}/",
    "an encoded trailing slash": lambda path: f"{path}%2F",
    "a trailing dot segment": lambda path: f"{path}/.",
    "an encoded slash": lambda path: at_last_slash(path, "%2F"),
    "a twice encoded slash": lambda path: at_last_slash(path, "%252F"),
    "a backslash": lambda path: at_last_slash(path, "%5C"),
    "a parameter of a segment": lambda path: first(path, lambda segment: f"{segment};a=b"),
    "a null byte": lambda path: f"{path}%00",
    "a file's ending": lambda path: f"{path}.json",
}


def refused(_: Cell, answer: httpx.Response) -> str:
    """Any refusal of what was asked."""
    is_refused = 400 <= answer.status_code < 500 and answer.status_code != 429
    return "" if is_refused else f"{answer.status_code} {answer.text}, not a refusal"


def kept_proof(world: World, route: Route, role: str, tenant: str) -> Proof:
    """What the role shows, without a new session for each request."""
    if not (route.is_personal and role in IN_PAGES):
        return world.proof(route, role, tenant)
    token = reader(world, role, tenant).token
    return world.once(f"session of {role} {tenant}", lambda: sign_in(world.client, token))


def spelt(
    kind: str, route: Route, role: str, relation: str, spell: Callable[[World, str], str]
) -> Question:
    """Asks with a target that `spell` makes of the path."""

    def ask(world: World) -> httpx.Response:
        parameters = world.arrange(route, addressed(route, role, relation), role)
        target = spell(world, path_of(route, parameters))
        proof = kept_proof(world, route, role, home(role, relation))
        return world.ask(route, proof, parameters, target=target)

    return Question(kind, route, role, relation, HIDDEN, ask, refused)


def askers(route: Route) -> Iterator[tuple[str, str]]:
    """Somebody who may, the same at another tenant, and nobody."""
    if route.is_public:
        yield "anonymous", "own"
        return
    role = role_that_may(route)
    yield role, "own"
    if route.names_tenant:
        yield ("viewer" if role == "operator" else role), "other_tenant"
    yield "anonymous", "own"


def broken(routes: Sequence[Route]) -> Iterator[Question]:
    """Spellings that mean nothing. The pages are left out: an address of theirs may be anything."""
    for route in routes:
        if route.path == "/" or route.path.startswith("/ui"):
            continue
        distinct = {spell(route.path): (kind, spell) for kind, spell in BROKEN.items()}
        for role, relation in askers(route):
            for kind, spell in distinct.values():

                def of_path(_: World, path: str, change: Spell = spell) -> str:
                    return change(path)

                yield spelt(f"spelt with {kind}", route, role, relation, of_path)


def other_prefixes(routes: Sequence[Route]) -> Iterator[Question]:
    """Another version, or a prefix that other servers leave open."""
    for route in routes:
        for prefix, others in PREFIXES.items():
            if not route.path.startswith(f"{prefix}/") or route.is_public:
                continue
            for other in others:
                for role, relation in askers(route):

                    def spell(_: World, path: str, old: str = prefix, new: str = other) -> str:
                        return new + path.removeprefix(old)

                    kind = f"under {other or '/'} in the place of {prefix}"
                    yield spelt(kind, route, role, relation, spell)


# ---- other names of a tenant


def tenant_id(world: World, tenant: str) -> str:
    def find() -> str:
        return str(done(world.operator("GET", f"/api/v1/tenants/{tenant}"))["id"])

    return world.once(f"id of {tenant}", find)


def aliases(routes: Sequence[Route]) -> Iterator[Question]:
    """A tenant by its id, in capitals, with an end that other systems cut: nobody's address."""
    names: dict[str, Callable[[World, str], str]] = {
        "its id": tenant_id,
        "capitals": lambda _, tenant: tenant.upper(),
        "a trailing dot": lambda _, tenant: f"{tenant}.",
        "a trailing space": lambda _, tenant: f"{tenant}%20",
        "a number sign": lambda _, tenant: f"{tenant}%23",
    }
    for route in routes:
        if not route.names_tenant or route.is_public:
            continue
        for kind, rename in names.items():
            for role, relation in askers(route):
                tenant = addressed(route, role, relation)

                def spell(
                    world: World,
                    path: str,
                    of: str = tenant,
                    to: Callable[[World, str], str] = rename,
                ) -> str:
                    return path.replace(f"/{of}", f"/{to(world, of)}", 1)

                yield spelt(f"tenant by {kind}", route, role, relation, spell)


# ---- what means the same


def encoded_names(routes: Sequence[Route]) -> Iterator[Question]:
    """Every name of the path with every byte encoded: decoded once, and then as ever."""
    for route, role, relation in each(routes, EVERYBODY):
        if not route.parameters("path"):
            continue
        want = expected(route, role, relation)
        is_free = want == ALLOWED

        def ask(
            world: World, r: Route = route, who: str = role, at: str = relation, f: bool = is_free
        ) -> httpx.Response:
            parameters = world.arrange(r, addressed(r, who, at), who, fresh=f)
            spelled = {key: encoded(value) for key, value in parameters.items()}
            proof = world.proof(r, who, home(who, at))
            return world.ask(r, proof, parameters, target=path_of(r, spelled))

        yield Question("encoded names", route, role, relation, want, ask)


def twice_encoded_names(routes: Sequence[Route]) -> Iterator[Question]:
    """Decoded once more it would be somebody's name."""
    for route in routes:
        if not route.names_tenant or route.is_public:
            continue
        for role, relation in askers(route):
            tenant = addressed(route, role, relation)

            def spell(_: World, path: str, of: str = tenant) -> str:
                return path.replace(f"/{of}", f"/{quote(encoded(of), safe='')}", 1)

            yield spelt("twice encoded tenant", route, role, relation, spell)


def all_spellings(routes: Sequence[Route]) -> list[Question]:
    return [
        *broken(routes),
        *other_prefixes(routes),
        *aliases(routes),
        *encoded_names(routes),
        *twice_encoded_names(routes),
    ]
