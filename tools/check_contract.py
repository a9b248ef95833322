"""Checks that the files of contract/ are whole and agree with each other.

Prints one line for each problem and ends with 1 when there is one. Reads nothing but contract/.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml

Json = dict[str, Any]

METHODS = ("get", "put", "post", "patch", "delete")
STATUSES = {
    "invalid_argument", "unauthenticated", "permission_denied", "not_found", "already_exists",
    "failed_precondition", "resource_exhausted", "aborted", "unavailable", "deadline_exceeded",
    "unimplemented", "internal", "cancelled",
}  # fmt: skip
KEYWORDS = {
    "$ref", "additionalProperties", "default", "description", "enum", "items", "maxItems",
    "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum",
    "pattern", "properties", "required", "type", "uniqueItems",
}  # fmt: skip
CELLS = {"allow", "deny", "own", "named"}
SCOPES = {"self", "house", "tenant"}
REFS = {"Name": "invalid_name", "DisplayName": "invalid_characters"}
UNWRITTEN = {f"#/components/schemas/{name}": code for name, code in REFS.items()}
LIST_PARAMETERS = {"filter", "sort", "fields", "limit", "cursor"}


class UniqueKeyLoader(yaml.CSafeLoader):
    """Refuses a mapping that has a key twice, which YAML itself would take silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"line {node.start_mark.line + 1}: twice: {sorted(twice)}")
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class Operation:
    """One method of one path, with the parameters already resolved."""

    method: str
    path: str
    body: Json
    parameters: list[Json]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def permission(self) -> str:
        return str(self.body.get("x-permission", ""))

    def has(self, parameter: str) -> bool:
        return any(p["name"] == parameter for p in self.parameters)


class Contract:
    """The files of the contract as read from a folder."""

    def __init__(self, folder: Path) -> None:
        self.errors = self._read(folder / "errors.yaml")
        self.authz = self._read(folder / "authz.yaml")
        self.audit = self._read(folder / "audit.yaml")
        self.openapi = self._read(folder / "openapi.yaml")
        self.signature = self._read(folder / "signature.schema.json")

    @staticmethod
    def _read(path: Path) -> Json:
        loaded = yaml.load(path.read_text("utf-8"), UniqueKeyLoader)
        return dict(loaded)

    @property
    def schemas(self) -> Json:
        return dict(self.openapi["components"]["schemas"])

    def resolve(self, node: Json) -> Json:
        """Follows `$ref` until there is none."""
        while "$ref" in node:
            target: Any = self.openapi
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def operations(self) -> Iterator[Operation]:
        for path, item in self.openapi["paths"].items():
            for method in METHODS:
                if body := item.get(method):
                    given = [self.resolve(p) for p in body.get("parameters", [])]
                    yield Operation(method, path, body, given)

    def validate(self, schema: Json, value: Any) -> Iterator[str]:
        """What is wrong with `value`; the schema may refer to the whole description."""
        whole = {"components": self.openapi["components"], "allOf": [schema]}
        for error in jsonschema.Draft202012Validator(whole).iter_errors(value):
            yield f"{error.json_path}: {error.message}"


def check_errors(contract: Contract) -> Iterator[str]:
    """Each entry of the catalogue is whole."""
    fields = {"code", "status", "http", "title", "next_step", "retry"}
    for code, entry in contract.errors.items():
        if set(entry) != fields:
            yield f"errors.yaml {code}: fields are {sorted(entry)}, not {sorted(fields)}"
            continue
        if entry["code"] != code or not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code):
            yield f"errors.yaml {code}: the code is not its key in snake_case"
        if entry["status"] not in STATUSES:
            yield f"errors.yaml {code}: no such status: {entry['status']}"
        if entry["http"] not in range(400, 600):
            yield f"errors.yaml {code}: http is not a failure: {entry['http']}"
        if not entry["title"] or not str(entry["next_step"]).endswith("."):
            yield f"errors.yaml {code}: needs a title, and a next step that ends with a full stop"
        if not isinstance(entry["retry"], bool):
            yield f"errors.yaml {code}: retry is not true or false"


def named_codes(node: Any) -> Iterator[str]:
    """The values of every `code` in a file."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "code" and isinstance(value, str):
                yield value
            yield from named_codes(value)
    elif isinstance(node, list):
        for value in node:
            yield from named_codes(value)


def check_error_references(contract: Contract) -> Iterator[str]:
    """Every code that the other files name is in the catalogue."""
    known = set(contract.errors)
    for code in named_codes(contract.authz):
        if code not in known:
            yield f"authz.yaml: no such error: {code}"
    shared = contract.openapi["x-errors-everywhere"]
    for code in [*shared, *contract.openapi["x-keyword-errors"].values()]:
        if code not in known:
            yield f"openapi.yaml: no such error: {code}"
    for operation in contract.operations():
        for code in operation.body.get("x-errors", []):
            if code not in known:
                yield f"{operation.name}: no such error: {code}"


def broken_keywords(contract: Contract, node: Json) -> Iterator[str]:
    """The keywords of a body's schema, in all its depth, and the rules that a schema cannot say."""
    if "$ref" in node:
        yield node["$ref"]
    yield from (node := contract.resolve(node))
    children = [*node.get("properties", {}).values()]
    children += [node[key] for key in ("items", "additionalProperties") if node.get(key)]
    for child in children:
        yield from broken_keywords(contract, child)


def possible_errors(contract: Contract, operation: Operation) -> set[str]:
    """What a body and a query can be refused with, from their schemas alone."""
    codes = contract.openapi["x-keyword-errors"] | UNWRITTEN
    possible = {"not_one_of"} if operation.has("fields") else set()
    body = operation.body.get("requestBody", {})
    for media, content in body.get("content", {}).items():
        if media == "application/json":
            keywords = set(broken_keywords(contract, content["schema"]))
            possible |= {codes[keyword] for keyword in keywords if keyword in codes}
            possible |= {"invalid_json", *(["missing_body"] if body.get("required") else [])}
    for parameter in operation.parameters:
        if parameter["in"] == "query":
            keywords = set(contract.resolve(parameter["schema"])) - {"type"}
            keywords |= {"type"} if "minimum" in keywords else set()
            possible |= {codes[keyword] for keyword in keywords if keyword in codes}
    return possible


def check_listed_errors(contract: Contract) -> Iterator[str]:
    """An operation lists each error that its schemas make possible."""
    for operation in contract.operations():
        listed = {*contract.openapi["x-errors-everywhere"], *operation.body.get("x-errors", [])}
        for code in sorted(possible_errors(contract, operation) - listed):
            yield f"{operation.name}: does not list {code}"


def check_authz(contract: Contract) -> Iterator[str]:
    """Every permission has a cell for every role, and the description lists the same names."""
    authz = contract.authz
    roles, permissions = list(authz["roles"]), list(authz["permissions"])
    for name, row in authz["permissions"].items():
        if set(row) != {"scope", *roles}:
            yield f"authz.yaml {name}: needs scope and one cell for each role"
        elif row["scope"] not in SCOPES or not {row[role] for role in roles} <= CELLS:
            yield f"authz.yaml {name}: a cell or the scope is not a known word"
    for place, names, known in (
        ("up_to", authz["up_to"], roles),
        ("operator_crosses", authz["relations"]["operator_crosses"], permissions),
        ("environments.other", authz["environments"]["other"]["allow"], permissions),
        ("promotion_required", authz["environments"]["promotion_required"]["permissions"],
         permissions),
        ("unrouted", authz["unrouted"], permissions),
    ):  # fmt: skip
        for name in set(names) - set(known):
            yield f"authz.yaml {place}: no such name: {name}"
    if contract.schemas["Permission"]["enum"] != permissions:
        yield "openapi.yaml Permission: not the permissions of authz.yaml in their order"
    if contract.schemas["Role"]["enum"] != roles:
        yield "openapi.yaml Role: not the roles of authz.yaml in their order"


def check_permissions(contract: Contract) -> Iterator[str]:
    """Every operation names a permission, and every permission is named or said to be unrouted."""
    known, used, public = set(contract.authz["permissions"]), set(), set()
    for operation in contract.operations():
        if operation.permission == "public":
            public.add(operation.name)
        elif operation.permission not in known:
            yield f"{operation.name}: no such permission: {operation.permission!r}"
        used.add(operation.permission)
    for name in public ^ set(contract.authz["public"]):
        yield f"{name}: public in one of openapi.yaml and authz.yaml only"
    for name in (known - used) ^ set(contract.authz["unrouted"]):
        yield f"authz.yaml {name}: routed and unrouted, or neither"


def check_audit(contract: Contract) -> Iterator[str]:
    """Every change names its action, and every action has its route."""
    actions, used = contract.audit["actions"], set()
    exempt = {name for entry in contract.audit["exempt"] for name in entry.get("operations", [])}
    for operation in contract.operations():
        action = operation.body.get("x-audit")
        if (operation.body["operationId"] in exempt) != (action == "none"):
            yield f"{operation.name}: exempt in one of openapi.yaml and audit.yaml only"
        if action is None and operation.method != "get" and operation.path.startswith("/api/v1"):
            yield f"{operation.name}: changes something without an audit action"
        if action not in (None, "none", *actions):
            yield f"{operation.name}: no such audit action: {action}"
        used.add(action)
    kinds = contract.schemas["AuditEvent"]["properties"]["object_kind"]["enum"]
    for name, action in actions.items():
        if (name in used) != action.get("route", True):
            yield f"audit.yaml {name}: routed and said not to be, or the reverse"
        if action["object_kind"] not in kinds:
            yield f"audit.yaml {name}: no such object kind: {action['object_kind']}"


def check_names(contract: Contract) -> Iterator[str]:
    """Every operation can be referred to, and its path and parameters agree."""
    seen: set[str] = set()
    tags = {tag["name"] for tag in contract.openapi["tags"]}
    for operation in contract.operations():
        identifier = operation.body.get("operationId", "")
        if not re.fullmatch(r"[a-z][A-Za-z0-9]+", identifier) or identifier in seen:
            yield f"{operation.name}: operationId is missing, not camelCase, or taken"
        seen.add(identifier)
        if not operation.body.get("summary") or not set(operation.body.get("tags", [])) & tags:
            yield f"{operation.name}: needs a summary and a known tag"
        in_path = {p["name"] for p in operation.parameters if p["in"] == "path"}
        if in_path != set(re.findall(r"{([\w.]+)}", operation.path)):
            yield f"{operation.name}: path parameters differ from the path"


def check_conventions(contract: Contract) -> Iterator[str]:
    """Bodies, edits, idempotency and lists follow one pattern."""
    for operation in contract.operations():
        limit = operation.body.get("x-body-limit")
        if not isinstance(limit, int) or (limit > 0) != ("requestBody" in operation.body):
            yield f"{operation.name}: x-body-limit is missing, or does not fit the body"
        ours = operation.path.startswith("/api/v1")
        has_effect = ours and operation.permission not in ("public", "predict")
        if (operation.method == "post" and has_effect) != operation.has("Idempotency-Key"):
            yield f"{operation.name}: Idempotency-Key belongs to POST under /api/v1, only there"
        if (operation.method in ("put", "patch")) != operation.has("If-Match"):
            yield f"{operation.name}: If-Match belongs to edits, only there"
        present = {name for name in LIST_PARAMETERS if operation.has(name)}
        if present not in (set(), LIST_PARAMETERS):
            yield f"{operation.name}: a list takes all of {sorted(LIST_PARAMETERS)}"
        if bool(present) != ("x-list" in operation.body):
            yield f"{operation.name}: x-list belongs to lists, only there"
        if "default" not in operation.body["responses"]:
            yield f"{operation.name}: has no default response"


def check_request_schema(contract: Contract, node: Json, where: str) -> Iterator[str]:
    """A schema that bodies are checked by is closed, bounded and plain."""
    if "$ref" in node:
        if set(node) != {"$ref"}:
            yield f"{where}: words beside $ref, which a validator may ignore"
        yield from check_request_schema(contract, contract.resolve(node), node["$ref"])
        return
    for keyword in set(node) - KEYWORDS:
        yield f"{where}: keyword not used in requests: {keyword}"
    if node.get("type") == "object" and node.get("additionalProperties", True) is True:
        yield f"{where}: is open"
    if set(node.get("required", [])) - set(node.get("properties", {})):
        yield f"{where}: requires what it does not describe"
    pattern = node.get("pattern", "^$")
    if not pattern.startswith("^") or not pattern.endswith("$") or re.search(r"[*+]|,}", pattern):
        yield f"{where}: pattern is not anchored and bounded: {pattern}"
    for name, child in node.get("properties", {}).items():
        yield from check_request_schema(contract, child, f"{where}/{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from check_request_schema(contract, node[keyword], f"{where}/{keyword}")


def check_requests(contract: Contract) -> Iterator[str]:
    """Every JSON body has a plain schema and an example that fits it."""
    for operation in contract.operations():
        for media, content in operation.body.get("requestBody", {}).get("content", {}).items():
            if media != "application/json":
                if "x-example-base64" not in content:
                    yield f"{operation.name}: no x-example-base64"
                continue
            yield from check_request_schema(contract, content["schema"], operation.name)
            if "example" not in content:
                yield f"{operation.name}: the body has no example"


def described_values(contract: Contract) -> Iterator[tuple[str, Json]]:
    """Everything that has a schema beside its example: parameters, bodies, answers."""
    for name, parameter in contract.openapi["components"]["parameters"].items():
        yield f"parameter {name}", parameter
    for operation in contract.operations():
        for media, content in operation.body.get("requestBody", {}).get("content", {}).items():
            yield f"{operation.name} {media}", content
        for status, response in operation.body["responses"].items():
            for media, content in contract.resolve(response).get("content", {}).items():
                yield f"{operation.name} {status} {media}", content


def check_examples(contract: Contract) -> Iterator[str]:
    """Every example fits its schema, and every JSON answer has one."""
    for where, described in described_values(contract):
        if "example" in described:
            for problem in contract.validate(described["schema"], described["example"]):
                yield f"{where}: example {problem}"
        elif where.endswith(" application/json"):
            yield f"{where}: has no example"


def check_signature(contract: Contract) -> Iterator[str]:
    """A column is described in answers as it is inside the ONNX file."""
    inside = contract.signature["definitions"]["column"]
    answered = contract.schemas["Column"]
    if set(inside["properties"]) != set(answered["properties"]):
        yield "openapi.yaml Column: not the columns of signature.schema.json"
    if inside["required"] != answered["required"]:
        yield "openapi.yaml Column: requires other fields than signature.schema.json"


def check_places(contract: Contract) -> Iterator[str]:
    """No literal stands where a name can stand, so every name that is given can be addressed."""
    places: dict[str, set[str]] = {}
    for path in contract.openapi["paths"]:
        parts = path.split("/")
        for index, part in enumerate(parts):
            places.setdefault("/".join(parts[:index]), set()).add(part)
    for place, parts_there in places.items():
        names = {part for part in parts_there if part.startswith("{")}
        for literal in (parts_there - names) if names else ():
            yield f"{place}/{literal}: a thing of that name could not be addressed"


CHECKS = (
    check_errors, check_error_references, check_listed_errors, check_authz, check_permissions,
    check_audit, check_names, check_conventions, check_requests, check_examples, check_signature,
    check_places,
)  # fmt: skip


def problems(contract: Contract) -> list[str]:
    """Everything that is wrong, each named once."""
    return list(dict.fromkeys(text for check in CHECKS for text in check(contract)))


def main() -> int:
    contract = Contract(Path(__file__).resolve().parent.parent / "contract")
    found = problems(contract)
    for problem in found:
        print(problem)
    print(
        f"contract: {len(list(contract.operations()))} operations, {len(contract.errors)} errors, "
        f"{len(contract.authz['permissions'])} permissions, {len(found)} problems"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
