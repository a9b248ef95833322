"""Where else a request can name a tenant or a thing: headers, query, body, a batch, a cursor, a
key, another method. The oracle says nothing of these: they change no cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx

from tests.integration.authorisation.addresses import addressed, home
from tests.integration.authorisation.oracle import (
    ALLOWED,
    HOUSE,
    ROLES,
    STATES,
    Cell,
    crosses,
    expected,
    permits,
    relations_of,
    wrong,
)
from tests.integration.authorisation.questions import (
    EVERYBODY,
    Judge,
    Question,
    Show,
    each,
    name,
    sending,
)
from tests.integration.authorisation.world import World
from tests.integration.people import done, unique
from tests.integration.routes import AUTHZ, Route, code_of, example_json

TENANT_HEADERS = ("X-Tenant", "X-Tenant-Id", "X-Armillary-Tenant", "Tenant", "X-Forwarded-Tenant")
CLAIMS = {
    "X-User": "operator",
    "X-Role": "operator",
    "X-Forwarded-User": "operator",
    "X-Remote-User": "operator",
    "X-Forwarded-For": "127.0.0.1",
    "X-Original-URL": "/healthz",
    "X-Rewrite-URL": "/healthz",
    "X-HTTP-Method-Override": "GET",
    "X-Environment": "production",
}


def shown(route: Route) -> Show:
    return lambda world, role, tenant: world.proof(route, role, tenant)


def other_than(tenant: str) -> str:
    return "globex" if tenant == "acme" else "acme"


def claimed(route: Route, role: str, relation: str) -> str:
    """One's own tenant where another's is addressed, else another's."""
    own = home(role, relation)
    return other_than(own) if addressed(route, role, relation) == own else own


def refusing(code: str) -> Judge:
    """Who is let in is told `code`; the others are told no more than ever."""

    def judge(want: Cell, answer: httpx.Response) -> str:
        if want != ALLOWED:
            return wrong(want, answer)
        is_told = answer.status_code >= 400 and code_of(answer) == code
        return "" if is_told else f"{answer.status_code} {answer.text}, not {code}"

    return judge


# ---- header, query, body


def in_headers(routes: Sequence[Route]) -> Iterator[Question]:
    """Headers by which other systems let a request choose its tenant, its user or its path."""
    for route, role, relation in each(routes, EVERYBODY):
        tenant = claimed(route, role, relation)
        headers = CLAIMS | dict.fromkeys(TENANT_HEADERS, tenant)
        want = expected(route, role, relation)
        fresh = want == ALLOWED
        ask = sending(route, role, relation, shown(route), fresh=fresh, headers=headers)
        yield Question("tenant in headers", route, role, relation, want, ask)


def in_query(routes: Sequence[Route]) -> Iterator[Question]:
    for route, role, relation in each(routes, ROLES):
        want = expected(route, role, relation)
        names = {"tenant": claimed(route, role, relation)}
        takes_any = route.described.get("x-any-query", False)
        ask = sending(route, role, relation, shown(route), fresh=want == ALLOWED, params=names)
        judge = wrong if takes_any else refusing("unknown_parameter")
        yield Question("tenant in the query", route, role, relation, want, ask, judge)


def in_body(routes: Sequence[Route]) -> Iterator[Question]:
    """Beside the members of the example; nested, as a column of a record."""
    for route, role, relation in each(routes, ROLES):
        example = example_json(route)
        if example is None:
            continue
        want, proof = expected(route, role, relation), shown(route)
        named = {"tenant": claimed(route, role, relation)}
        ask = sending(route, role, relation, proof, json=example | named)
        judge = refusing("unknown_field")
        yield Question("tenant in the body", route, role, relation, want, ask, judge)
        if "records" in example:
            records = [record | named for record in example["records"]]
            ask = sending(route, role, relation, proof, json={"records": records})
            yield Question("tenant in a record", route, role, relation, want, ask)


# ---- method


def by_status(want: Cell, answer: httpx.Response) -> str:
    """HEAD is answered as GET, without a body."""
    status = answer.status_code
    agrees = status < 300 if want == ALLOWED else status == want.status
    if answer.content:
        return f"a body: {answer.content[:80]!r}"
    return "" if agrees else f"{status}, not {want}"


def by_head(routes: Sequence[Route]) -> Iterator[Question]:
    for route, role, relation in each(routes, EVERYBODY):
        if route.method == "GET":
            want = expected(route, role, relation)
            last = {"Connection": "close"}  # What came after the head is read, too.
            ask = sending(route, role, relation, shown(route), method="HEAD", headers=last)
            yield Question("HEAD", route, role, relation, want, ask, by_status)


# ---- a batch


def first_topic(role: str, relation: str) -> str:
    """One that the role may follow."""
    return "tenants" if role == "operator" else f"t/{home(role, relation)}/models"


def topic_cell(stream: Route, as_route: Route, role: str, relation: str) -> Cell:
    """A topic is granted as a route with its permission would be, behind the stream's own."""
    is_own = role == "operator" or relation not in STATES
    first = expected(stream, role, "own" if is_own else relation)
    return expected(as_route, role, relation) if first == ALLOWED else first


def in_batches(routes: Sequence[Route]) -> Iterator[Question]:
    """A topic behind one that may be followed."""
    stream = next(route for route in routes if route.goes_on)
    for topic, permission in AUTHZ["topics"].items():
        as_route = Route("GET", f"/api/v1/{topic}", topic, permission, 0)
        for role in ROLES:
            for relation in relations_of(as_route, role):
                named = topic.replace("{tenant}", addressed(as_route, role, relation))
                topics = f"{first_topic(role, relation)},{named}"
                want = topic_cell(stream, as_route, role, relation)
                ask = sending(stream, role, relation, shown(stream), params={"topics": topics})
                yield Question(f"second topic {topic}", stream, role, relation, want, ask)


# ---- a cursor


def owner_in(route: Route, tenant: str, besides: str = "") -> str:
    """A role that may ask the route in that tenant, another one if there is one."""
    roles = ("tenant_admin", "scientist") if tenant != HOUSE else ("operator",)
    able = [role for role in roles if permits(role, route.policy)]
    return next((role for role in able if role != besides), able[0])


def cursor_of(world: World, route: Route, tenant: str) -> str:
    """Of the second page of the tenant's list."""

    def make() -> str:
        role = owner_in(route, tenant)
        parameters = world.arrange(route, tenant, role)
        answer = world.ask(route, world.token(role, tenant), parameters, params={"limit": 1})
        return str(done(answer)["next_cursor"])

    return world.once(f"cursor {name(route)} {tenant}", make)


def with_cursor(route: Route, role: str, relation: str, tenant: str, *, want: Cell) -> Question:
    def ask(world: World) -> httpx.Response:
        cursor = cursor_of(world, route, tenant)
        return sending(route, role, relation, shown(route), params={"cursor": cursor})(world)

    kind = "cursor of another tenant"
    return Question(kind, route, role, relation, want, ask, refusing("invalid_cursor"))


def with_cursors(routes: Sequence[Route]) -> Iterator[Question]:
    """The next page of another tenant's list."""
    lists = [route for route in routes if "cursor" in route.parameters("query")]
    for route, role, relation in each(lists, ROLES):
        in_one_tenant = route.names_tenant or permits("viewer", route.policy)
        if in_one_tenant:
            other = other_than(addressed(route, role, relation))
            want = expected(route, role, relation)
            yield with_cursor(route, role, relation, other, want=want)


# ---- a key of somebody who asked before


def spend(world: World, route: Route, role: str, tenant: str, key: str) -> httpx.Response:
    """The same request by a person of the tenant who has that role, with that key."""
    parameters = world.arrange(route, tenant, role, fresh=True)
    proof = world.person(role, tenant)
    answer = world.ask(route, proof, parameters, headers={"Idempotency-Key": key})
    done(answer)
    return answer


def spender(route: Route, role: str, relation: str) -> str:
    """A tenant where the key was spent: the one that is addressed, if it is open."""
    if not route.names_tenant and not permits("scientist", route.policy):
        return HOUSE
    tenant = addressed(route, role, relation)
    is_house = tenant == HOUSE and crosses(route.policy)
    return tenant if tenant in {"acme", "globex"} or is_house else "globex"


def with_key(route: Route, role: str, relation: str, want: Cell) -> Question:
    """Who is let in gets an answer of their own, whatever another principal did with the key."""
    tenant = spender(route, role, relation)
    owner = owner_in(route, tenant, besides=role)

    def ask(world: World) -> httpx.Response:
        def pair() -> tuple[str, bytes]:
            key = unique("spent")
            return key, spend(world, route, owner, tenant, key).content

        label = f"key {name(route)} {owner} {tenant}"
        key, theirs = world.once(label, pair) if want != ALLOWED else pair()
        headers = {"Idempotency-Key": key}
        fresh = want == ALLOWED
        answer = sending(route, role, relation, shown(route), fresh=fresh, headers=headers)(world)
        assert answer.content != theirs, f"another's answer: {answer.text}"
        return answer

    return Question("key of another principal", route, role, relation, want, ask)


def with_keys(routes: Sequence[Route]) -> Iterator[Question]:
    keyed = [route for route in routes if "Idempotency-Key" in route.parameters("header")]
    for route, role, relation in each(keyed, ROLES):
        if role == owner_in(route, spender(route, role, relation)) and role == "operator":
            continue  # There is one operator who asks: the key is their own.
        yield with_key(route, role, relation, expected(route, role, relation))


def all_placements(routes: Sequence[Route]) -> list[Question]:
    return [
        *in_headers(routes),
        *in_query(routes),
        *in_body(routes),
        *by_head(routes),
        *in_batches(routes),
        *with_cursors(routes),
        *with_keys(routes),
    ]
