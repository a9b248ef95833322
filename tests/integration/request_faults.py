"""Every way in which a request can be bad, made from its route and the contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.integration.people import contract, example_model
from tests.integration.prediction_faults import prediction_faults
from tests.integration.routes import (
    CALLER_ACCOUNT,
    FORM,
    METHODS,
    Route,
    example_form,
    example_json,
    printed_routes,
    resolved,
)
from tests.integration.schema_faults import Breaker, doubled, sample
from tests.integration.signed_in import Proof, headers_of
from tests.integration.wire import Message

# A field that another one must stand beside before the server looks at its meaning.
COMPANIONS = {
    ("createToken", "models"): {"role": "caller"},
    ("createSubject", "models"): {"principal": CALLER_ACCOUNT},
}
UNREADABLE = ("%", "%zz", "%1", "..", ".", "%2e%2e", "%00", "%0A", "%2F", "%FF", "%C0%80", "", '"')
HEADER_BYTES = 40_000
URI_BYTES = 10_000


@dataclass(frozen=True)
class Case:
    """A request, and the answer that it must get."""

    what: str
    message: Message
    code: str
    field: str | None = None
    has_rule: bool = False
    ends: bool = False  # Nothing is sent after it.


def example_target(route: Route, names: dict[str, str]) -> str:
    target = route.path
    for name, value in names.items():
        safe = "/" if name.endswith("...") else ""
        target = target.replace("{" + name + "}", quote(value, safe=safe))
    return target


def example_message(route: Route, proof: Proof, names: dict[str, str]) -> Message:
    """The contract's example as somebody who shows that proof sends it; `names` may hold a code."""
    headers = list(headers_of(proof).items())
    body: bytes | None = None
    if route.parameters("header").get("If-Match"):
        headers.append(("If-Match", "*"))
    if route.content:
        media_type = next(iter(route.content))
        headers.append(("Content-Type", media_type))
        body = example_form(route) if media_type == FORM else example_model()
        if media_type == "application/json":
            fresh = {"code": names["code"]} if "code" in names else {}
            made = route.operation == "createSubject"
            fresh |= {"principal": names["account"]} if made else {}
            body = json.dumps({**(example_json(route) or {}), **fresh}).encode()
    return Message(route.method, example_target(route, names), tuple(headers), body)


def method_cases(route: Route, good: Message) -> Iterator[Case]:
    taken = {other.method for other in printed_routes() if other.path == route.path}
    for method in (*METHODS, "BREW"):
        if method not in taken:
            yield Case(f"method {method}", good.by(method), "method_not_allowed")


def path_cases(route: Route, good: Message, names: dict[str, str]) -> Iterator[Case]:
    for name in route.parameters("path"):
        for bad in UNREADABLE:
            marked = example_target(route, {**names, name: "MARK"})
            target = marked.replace("MARK", bad)
            yield Case(f"{name} is {bad!r} in the path", good.at(target), "invalid_path", "path")
        if not route.is_public:
            yield from name_cases(route, good, names, name)


def name_cases(route: Route, good: Message, names: dict[str, str], name: str) -> Iterator[Case]:
    """Well-formed paths with names that nothing can have."""
    for bad in ("x" * 300, "a:b", "a\\b", "\u202ea", "e\u0301", "*"):
        target = example_target(route, {**names, name: bad})
        makes = route.operation == "registerVersion" and name == "model" and bad != "*"
        if makes:
            yield Case(f"model {bad!a:.20}", good.at(target), "invalid_name", "model", True)
        elif not (route.operation == "registerVersion" and name == "model"):
            yield Case(f"{name} {bad!a:.20}", good.at(target), "not_found")
    if name == "version":
        for bad in ("0", "-1", "+1", "1.0", "one", "2147483648", "9" * 30):
            target = example_target(route, {**names, name: bad})
            yield Case(f"version {bad:.20}", good.at(target), "not_found")


def size_cases(good: Message) -> Iterator[Case]:
    long = good.at(good.target + "?" + "a" * URI_BYTES)
    yield Case("a long address", long, "uri_too_long", "target", True)
    wide = good.adding("X-Filler", "a" * HEADER_BYTES)
    yield Case("a large header", wide, "header_too_large", "header", True)
    many = good
    for i in range(120):
        many = many.adding(f"X-Filler-{i}", "a")
    yield Case("many header fields", many, "header_too_large", "header", True)


def header_cases(route: Route, good: Message) -> Iterator[Case]:
    for name in ("Authorization", "Content-Type", "Idempotency-Key"):
        twice = good.having(name, None).adding(name, "a").adding(name, "a")
        yield Case(f"{name} twice", twice, "invalid_header", name, True)
    yield Case("Expect", good.having("Expect", "tea"), "invalid_header", "Expect", True)
    given = route.parameters("header")
    if "Idempotency-Key" in given:
        for bad in ("", "a" * 256, "two words", "\u00e9", "tab\there"):
            message = good.having("Idempotency-Key", bad)
            yield Case(f"key {bad!a:.20}", message, "invalid_header", "Idempotency-Key", True)
    if "If-Match" in given:
        without = good.having("If-Match", None)
        yield Case("no If-Match", without, "precondition_required", "If-Match", True)
        for bad in ("", "garbled", '"garbled"', '"', '""', 'W/"1"', '"987654321"', '"9' * 99):
            message = good.having("If-Match", bad)
            yield Case(f"If-Match {bad:.20}", message, "precondition_failed", "If-Match")
    if "Armillary-Digest" in given:
        yield from digest_cases(good)
    if "Last-Event-ID" in given:
        for bad in ("", "x", "-1", "1.0", " 1x", "0x10", "9" * 17):
            message = good.having("Last-Event-ID", bad)
            yield Case(f"id {bad:.20}", message, "invalid_header", "Last-Event-ID", True)
        twice = good.having("Last-Event-ID", "1").adding("Last-Event-ID", "1")
        yield Case("two ids", twice, "invalid_header", "Last-Event-ID", True)
    if "Range" in given:
        beyond = good.having("Range", "bytes=999999999-")
        yield Case("a range beyond", beyond, "range_not_satisfiable", "Range", True)


def digest_cases(good: Message) -> Iterator[Case]:
    for bad in ("", "sha256=", "sha256=" + "g" * 64, "md5=" + "0" * 64, "0" * 64):
        message = good.having("Armillary-Digest", bad)
        yield Case(f"digest {bad:.20}", message, "invalid_header", "Armillary-Digest", True)
    other = good.having("Armillary-Digest", "sha256=" + "0" * 64)
    yield Case("another digest", other, "digest_mismatch")


def query_cases(route: Route, good: Message) -> Iterator[Case]:
    def asking(query: str) -> Message:
        return good.at(f"{good.target}?{query}")

    anything = route.described.get("x-any-query", False)
    for bad in () if anything else ("colour=red", "Limit=1", "limit%20=1", "token=x"):
        name = bad.split("=")[0].replace("%20", " ")
        yield Case(f"?{bad}", asking(bad), "unknown_parameter", name, True)
    for bad in ("a=%", "a=%zz", "a=%FF", "a=%00", "=1", "&".join(f"p{i}=1" for i in range(101))):
        yield Case(f"?{bad:.20}", asking(bad), "bad_request", "query")
    for name, parameter in route.parameters("query").items():
        schema = resolved(parameter["schema"])
        yield Case(f"{name} twice", asking(f"{name}=a&{name}=a"), "duplicate_parameter", name, True)
        for value, code in bad_values(name, schema):
            message = asking(f"{name}={quote(value, safe='')}")
            yield Case(f"{name}={value:.30}", message, code, name, True)


def bad_values(name: str, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Values that break the schema of a query parameter, or its grammar."""
    if schema["type"] == "integer":
        for low in (str(schema["minimum"] - 1), "-1", "-" + "9" * 30):
            yield low, "out_of_range"
        for high in (str(schema["maximum"] + 1), "9" * 30):
            yield high, "out_of_range"
        for word in ("", "ten", "1.0", "1e1", "0x10", " 1", "+1", "1;"):
            yield word, "wrong_type"
    if "maxLength" in schema:
        yield "a" * (schema["maxLength"] + 1), "too_long"
    if "enum" in schema:
        yield "nonsense", "not_one_of"
    for value in GRAMMAR.get(name, ()):
        yield value, GRAMMAR_CODES[name]


GRAMMAR = {
    "filter": ("nonsense", "colour = 'red'", "name =", "name = 'a", "= 'a'", "name = 'a' OR 1 = 1",
               "name LIKE 7", "name LIKE '%%%%%%%%%'", "name = 'a';", "("),
    "sort": ("colour", "name SIDEWAYS", ",", "--name", "name,name", "name; DROP TABLE tenants"),
    "fields": ("colour", "id,colour", "id,,can", "*"),
    "cursor": ("garbled", "AAAA", "%", "\u00e9"),
    "topics": ("", ",", "t/", "t/acme", "t//models", "t/acme/models,", "a/b", "/", "t/acme//",
               "t/acme/models/churn"),
    "at": ("", "yesterday", "2026-13-01T00:00:00Z", "2026-11-24", "1", "2026-11-24T25:00:00Z"),
}  # fmt: skip
GRAMMAR_CODES = {
    "filter": "invalid_filter",
    "sort": "invalid_sort",
    "fields": "not_one_of",
    "cursor": "invalid_cursor",
    "at": "invalid_format",
    "topics": "invalid_format",
}


def body_cases(route: Route, good: Message) -> Iterator[Case]:
    if not route.content:
        message = good.having("Content-Type", "application/json").carrying(b"{}")
        yield Case("a body where none is taken", message, "unexpected_body")
        return
    too_large = good.carrying(b"", route.body_limit + 1)
    yield Case("a body beyond the limit", too_large, "body_too_large", "body", True)
    whole = good.body or b""
    cut = good.carrying(whole[:-1], len(whole))
    yield Case("a body that ends early", cut, "truncated_body", ends=True)
    yield Case("nothing of a body", good.carrying(b"", 10), "truncated_body", ends=True)
    for bad in {"text/plain", "application/jsonp", FORM} - set(route.content):
        message = good.having("Content-Type", bad)
        yield Case(f"as {bad}", message, "unsupported_media_type", "Content-Type", True)
    brotli = good.having("Content-Encoding", "br")
    yield Case("as br", brotli, "unsupported_encoding", "Content-Encoding", True)
    gzip = good.having("Content-Encoding", "gzip")
    yield Case("not gzip", gzip, "invalid_encoding")
    if route.described["requestBody"].get("required"):
        yield Case("no body", good.carrying(b""), "missing_body", "body")
        yield Case("no length", good.carrying(None), "missing_body", "body")
    if "application/json" in route.content:
        yield from json_cases(route, good)


def json_cases(route: Route, good: Message) -> Iterator[Case]:
    for bad in (b"{", b"{}x", b"nul", b"{'a':1}", b'{"a":}', b'{"a":1,}', b"[1,", b"\x00", b" ",
                b'{"a":01}', b'{"a":NaN}', b'{"a":"\\ud800"}', b'{"a":"\n"}'):  # fmt: skip
        yield Case(f"JSON {bad!r}", good.carrying(bad), "invalid_json")
    for bad in (b'{"\xff":1}', b'"\xed\xa0\x80"', b'{"a":"\xc3"}'):
        yield Case(f"bytes {bad!r}", good.carrying(bad), "invalid_utf8")
    for bad in (b"[" * 1000 + b"]" * 1000, b'{"a":' * 100 + b"1" + b"}" * 100):
        yield Case(f"depth {bad[:3]!r}", good.carrying(bad), "too_deep")
    schema = route.content["application/json"]["schema"]
    for pointer, text in doubled(whole_body(route)):
        code = "duplicate_column" if pointer.startswith("/records/") else "duplicate_key"
        yield Case(f"{pointer} twice", good.carrying(text.encode()), code, pointer, True)
    for broken in Breaker(schema, example_json(route)).all():
        key = broken.field.split("/")[1] if "/" in broken.field else ""
        body = broken.body
        if isinstance(body, dict):
            body = {**body, **COMPANIONS.get((route.operation, key), {})}
        message = good.carrying(json.dumps(body).encode())
        yield Case(broken.what, message, broken.code, broken.field, has_rule(broken.code))


def model_cases(route: Route, good: Message) -> Iterator[Case]:
    for body, code, field in prediction_faults(route):
        yield Case(f"{body[:60]!r}", good.carrying(body), code, field)


def whole_body(route: Route) -> dict[str, Any]:
    """The example with every field that it may have."""
    schema = resolved(route.content["application/json"]["schema"])
    body = example_json(route) or {}
    return {name: body.get(name, sample(inner)) for name, inner in schema["properties"].items()}


def has_rule(code: str) -> bool:
    return code in set(contract()["x-keyword-errors"].values())


def cases(route: Route, good: Message, names: dict[str, str]) -> Iterator[Case]:
    """All but those of the token, for a principal that may use the route."""
    yield from method_cases(route, good)
    yield from path_cases(route, good, names)
    yield from size_cases(good)
    yield from header_cases(route, good)
    yield from query_cases(route, good)
    yield from body_cases(route, good)
    yield from model_cases(route, good)
