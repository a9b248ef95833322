"""Writes what the server reads of the contract: operations.py OPENAPI.YAML OPERATIONS.JSON.

References are resolved here, so that the server validates with whole schemas."""

import json
import sys
from pathlib import Path

import yaml

METHODS = ("get", "post", "put", "patch", "delete")


def resolved(node, document):
    if isinstance(node, list):
        return [resolved(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return resolved(target, document)
    return {key: resolved(value, document) for key, value in node.items()}


def item_fields(operation):
    """The names that `fields` of a list may have."""
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return list(answer["properties"]["items"]["items"]["properties"])


def query(operation):
    given = operation.get("parameters", [])
    parameters = {p["name"]: p["schema"] for p in given if p["in"] == "query"}
    if "fields" in parameters:
        parameters["fields"] = {**parameters["fields"], "x-each-of": item_fields(operation)}
    return parameters


def summary(path, method, operation):
    body = operation.get("requestBody", {})
    media_type, content = next(iter(body.get("content", {}).items()), ("", {}))
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "permission": operation["x-permission"],
        "body_limit": operation["x-body-limit"],
        "body_required": body.get("required", False),
        "media_type": media_type,
        "schema": content.get("schema") if media_type == "application/json" else None,
        "query": query(operation),
        "any_query": operation.get("x-any-query", False),
        "list": operation.get("x-list"),
    }


def main() -> None:
    source, target = sys.argv[1:]
    document = yaml.safe_load(Path(source).read_text())
    operations = [
        summary(path, method, resolved(item[method], document))
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(json.dumps(operations))


if __name__ == "__main__":
    main()
