"""Every way in which a body can break its schema, made from the schema."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.integration.people import contract
from tests.integration.routes import resolved

Json = Any
Schema = dict[str, Any]

# What the description of a schema promises and no keyword can say.
UNWRITTEN = {
    "#/components/schemas/Name": [
        (bad, "invalid_name")
        for bad in ("a/b", "a\\b", "a:b", "a\u0000b", "a\u0085b", ".", "..", "\u202eab", "e\u0301")
    ],
    "#/components/schemas/DisplayName": [
        (bad, "invalid_characters") for bad in ("a\nb", "a\u0000b", "a\u0085b")
    ],
}
OF_TYPE: dict[str, Json] = {
    "string": "seven",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "array": [],
    "object": {},
    "null": None,
}
FAR = 10**18


@dataclass(frozen=True)
class Broken:
    """A body, and what it must be refused with. `field` is a JSON pointer."""

    what: str
    body: Json
    code: str
    field: str


def types_of(schema: Schema) -> set[str]:
    given = schema.get("type", list(OF_TYPE))
    return set([given] if isinstance(given, str) else given)


def sample(schema: Schema) -> Json:
    """A small value that fits."""
    schema = resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    kind = sorted(types_of(schema))[0]
    if kind == "object":
        required = schema.get("required", [])
        return {name: sample(schema["properties"][name]) for name in required}
    if kind == "array":
        return [sample(schema["items"])] if schema.get("minItems") else []
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    return "a" if kind == "string" else OF_TYPE[kind]


def code_for(keyword: str) -> str:
    return str(contract()["x-keyword-errors"][keyword])


def doubled(value: Json, pointer: str = "") -> Iterator[tuple[str, str]]:
    """For each member inside `value`: its JSON pointer, and the text where it is there twice."""
    if isinstance(value, list):
        for i, element in enumerate(value):
            for where, text in doubled(element, f"{pointer}/{i}"):
                around = [*map(json.dumps, value[:i]), text, *map(json.dumps, value[i + 1 :])]
                yield where, f"[{','.join(around)}]"
    if isinstance(value, dict):
        texts = {key: f"{json.dumps(key)}:{json.dumps(inner)}" for key, inner in value.items()}
        for key, inner in value.items():
            twice = [*texts.values(), texts[key]]
            yield f"{pointer}/{key}", "{" + ",".join(twice) + "}"
            for where, text in doubled(inner, f"{pointer}/{key}"):
                changed = {**texts, key: f"{json.dumps(key)}:{text}"}
                yield where, "{" + ",".join(changed.values()) + "}"


class Breaker:
    """Breaks one body that fits its schema, at one place after another."""

    def __init__(self, schema: Schema, body: Json) -> None:
        self._schema = schema
        self._body = body

    def all(self) -> Iterator[Broken]:
        yield from self._at(self._schema, ())

    def _with(self, path: tuple[str | int, ...], value: Json) -> Json:
        """The body with another value in one place."""
        body = copy.deepcopy(self._body)
        if not path:
            return value
        inner = body
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        return body

    def _value(self, path: tuple[str | int, ...]) -> Json:
        inner = self._body
        for step in path:
            inner = inner[step]
        return inner

    def _broken(
        self, path: tuple[str | int, ...], keyword: str, value: Json, inner: str = ""
    ) -> Broken:
        field = "".join(f"/{step}" for step in path) + inner
        shown = repr(value)[:40]
        return Broken(
            f"{field or 'body'} breaks {keyword} as {shown}",
            self._with(path, value),
            code_for(keyword),
            field or "body",
        )

    def _at(self, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Broken]:
        names = schema.get("$ref")
        schema = resolved(schema)
        yield from self._types(schema, path)
        yield from self._texts(schema, path, names)
        yield from self._numbers(schema, path)
        if "object" in types_of(schema) and isinstance(self._value(path), dict):
            yield from self._objects(schema, path)
        if "array" in types_of(schema) and isinstance(self._value(path), list):
            yield from self._arrays(schema, path)

    def _types(self, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Broken]:
        allowed = types_of(schema)
        if "number" in allowed:
            allowed |= {"integer"}
        for kind in sorted(set(OF_TYPE) - allowed):
            yield self._broken(path, "type", OF_TYPE[kind])

    def _texts(
        self, schema: Schema, path: tuple[str | int, ...], names: str | None
    ) -> Iterator[Broken]:
        if "maxLength" in schema:
            yield self._broken(path, "maxLength", "a" * (schema["maxLength"] + 1))
        if "minLength" in schema:
            yield self._broken(path, "minLength", "")
        if "pattern" in schema:
            yield self._broken(path, "pattern", "$%&/")
        if "enum" in schema:
            yield self._broken(path, "enum", "nonsense")
        field = "".join(f"/{step}" for step in path)
        for bad, code in UNWRITTEN.get(names or "", ()):
            yield Broken(f"{field} is {bad!a}", self._with(path, bad), code, field)

    def _numbers(self, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Broken]:
        if "minimum" in schema:
            for low in (schema["minimum"] - 1, -FAR):
                yield self._broken(path, "minimum", low)
        if "maximum" in schema:
            for high in (schema["maximum"] + 1, FAR):
                yield self._broken(path, "maximum", high)

    def _objects(self, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Broken]:
        value = self._value(path)
        for name in schema.get("required", []):
            rest = {key: inner for key, inner in value.items() if key != name}
            yield self._broken(path, "required", rest, f"/{name}")
        if schema.get("minProperties"):
            yield self._broken(path, "minProperties", {})
        extra = schema.get("additionalProperties", True)
        if extra is False:
            for unknown in ("colour", "a/b~c", "it's", ""):
                pointer = unknown.replace("~", "~0").replace("/", "~1")
                more = {**value, unknown: 1}
                yield self._broken(path, "additionalProperties", more, f"/{pointer}")
        elif isinstance(extra, dict):
            yield from self._open_object(schema, path)
        for name, inner in schema.get("properties", {}).items():
            full = {**value, name: value.get(name, sample(inner))}
            yield from Breaker(self._schema, self._with(path, full))._at(inner, (*path, name))

    def _open_object(self, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Broken]:
        """Members of any name."""
        inner = schema["additionalProperties"]
        value = {**self._value(path), "any": sample(inner)}
        yield from Breaker(self._schema, self._with(path, value))._at(inner, (*path, "any"))
        if "maxProperties" in schema:
            many = {f"p{i}": sample(inner) for i in range(schema["maxProperties"] + 1)}
            yield self._broken(path, "maxProperties", many)

    def _arrays(self, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Broken]:
        value = self._value(path) or [sample(schema["items"])]
        if schema.get("minItems"):
            yield self._broken(path, "minItems", [])
        if "maxItems" in schema:
            yield self._broken(path, "maxItems", value[:1] * (schema["maxItems"] + 1))
        if schema.get("uniqueItems"):
            yield self._broken(path, "uniqueItems", value[:1] * 2)
        if schema["items"]:
            yield from Breaker(self._schema, self._with(path, value))._at(
                schema["items"], (*path, 0)
            )
