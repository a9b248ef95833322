"""The contract is whole, and each rule of the checker finds a planted breach."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import onnx
import pytest
import yaml

import check_contract
from check_contract import Contract, problems

FOLDER = Path(__file__).resolve().parents[2] / "contract"
TENANTS = "/api/v1/tenants"
ONE_TENANT = "/api/v1/tenants/{tenant}"
UPLOAD = "/api/v1/t/{tenant}/models/{model}/versions"


@pytest.fixture
def contract() -> Contract:
    return Contract(FOLDER)


def schema(contract: Contract, name: str) -> Any:
    return contract.openapi["components"]["schemas"][name]


def operation(contract: Contract, method: str, path: str) -> Any:
    return contract.openapi["paths"][path][method]


def example(contract: Contract, method: str, path: str) -> Any:
    return operation(contract, method, path)["requestBody"]["content"]["application/json"]


def test_the_contract_has_no_problems(contract: Contract) -> None:
    assert problems(contract) == []


def test_the_example_upload_is_a_model_with_a_signature_that_fits(contract: Contract) -> None:
    content = operation(contract, "post", UPLOAD)["requestBody"]["content"]
    data = base64.b64decode(content["application/octet-stream"]["x-example-base64"])
    model = onnx.load_from_string(data)
    onnx.checker.check_model(model)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    signature = json.loads(metadata["armillary.signature"])
    jsonschema.Draft7Validator(contract.signature).validate(signature)


def test_every_topic_asks_for_a_permission_of_its_scope(contract: Contract) -> None:
    permissions, topics = contract.authz["permissions"], contract.authz["topics"]
    for topic, permission in topics.items():
        scope = "tenant" if topic.startswith("t/{tenant}/") else "house"
        assert permissions[permission]["scope"] == scope, topic
    shown = {a["topic"] for a in contract.audit["actions"].values() if "topic" in a}
    assert {topic.rpartition("/")[2] for topic in topics} == {*shown, "audit"}


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    with (tmp_path / "errors.yaml").open("a", encoding="utf-8") as errors:
        errors.write("internal: {}\n")
    with pytest.raises(yaml.YAMLError, match="internal"):
        Contract(tmp_path)


def test_every_check_is_run() -> None:
    written = {value for name, value in vars(check_contract).items() if name.startswith("check_")}
    written.discard(check_contract.check_request_schema)
    assert written == set(check_contract.CHECKS)


Breach = Callable[[Contract], Any]

BREACHES: dict[str, tuple[Breach, str]] = {
    "an error without its next step": (
        lambda c: c.errors["internal"].pop("next_step"),
        "internal: fields",
    ),
    "an error under another code": (
        lambda c: c.errors["internal"].update(code="intern"),
        "not its key",
    ),
    "an unknown canonical status": (
        lambda c: c.errors["internal"].update(status="broken"),
        "no such status",
    ),
    "a success as an error": (lambda c: c.errors["internal"].update(http=200), "not a failure"),
    "a next step that is no sentence": (
        lambda c: c.errors["internal"].update(next_step="retry"),
        "full stop",
    ),
    "a retry that is no boolean": (
        lambda c: c.errors["internal"].update(retry="maybe"),
        "retry is not",
    ),
    "an error of authz that is not catalogued": (
        lambda c: c.errors.pop("tenant_suspended"),
        "authz.yaml: no such error",
    ),
    "an error of an operation that is not catalogued": (
        lambda c: operation(c, "post", TENANTS)["x-errors"].append("gone_fishing"),
        "no such error: gone_fishing",
    ),
    "an error of its body that an operation does not list": (
        lambda c: operation(c, "post", TENANTS)["x-errors"].remove("too_long"),
        "does not list too_long",
    ),
    "an error of its query that an operation does not list": (
        lambda c: operation(c, "get", TENANTS)["x-errors"].remove("out_of_range"),
        "does not list out_of_range",
    ),
    "an error of a keyword that is not catalogued": (
        lambda c: c.openapi["x-keyword-errors"].update(enum="gone_fishing"),
        "openapi.yaml: no such error",
    ),
    "a literal beside a name": (
        lambda c: c.openapi["paths"].update({"/api/v1/t/{tenant}/models/search": {}}),
        "models/search: a thing of that name could not be addressed",
    ),
    "a missing cell": (lambda c: c.authz["permissions"]["predict"].pop("viewer"), "one cell"),
    "an unknown cell": (
        lambda c: c.authz["permissions"]["predict"].update(viewer="perhaps"),
        "known word",
    ),
    "an unknown role that may be given": (
        lambda c: c.authz["up_to"].update(emperor=[]),
        "up_to: no such name",
    ),
    "a permission that the description lacks": (
        lambda c: schema(c, "Permission")["enum"].pop(),
        "not the permissions",
    ),
    "a role that the description lacks": (lambda c: schema(c, "Role")["enum"].pop(), "the roles"),
    "an operation without a permission": (
        lambda c: operation(c, "post", TENANTS).pop("x-permission"),
        "no such permission: ''",
    ),
    "an unknown permission": (
        lambda c: operation(c, "post", TENANTS).update({"x-permission": "tenants.sell"}),
        "no such permission: 'tenants.sell'",
    ),
    "an operation that is public in one file": (
        lambda c: operation(c, "get", TENANTS).update({"x-permission": "public"}),
        "public in one of",
    ),
    "a permission without a route": (lambda c: c.authz["unrouted"].clear(), "or neither"),
    "a change without an audit action": (
        lambda c: operation(c, "post", TENANTS).pop("x-audit"),
        "without an audit action",
    ),
    "an unknown audit action": (
        lambda c: operation(c, "post", TENANTS).update({"x-audit": "tenants.sell"}),
        "no such audit action",
    ),
    "an audit action without a route": (
        lambda c: c.audit["actions"]["system.bootstrap"].pop("route"),
        "said not to be",
    ),
    "an audit action on nothing known": (
        lambda c: c.audit["actions"]["teams.create"].update(object_kind="crowd"),
        "no such object kind",
    ),
    "an operation name that is taken": (
        lambda c: operation(c, "post", TENANTS).update(operationId="listTenants"),
        "or taken",
    ),
    "an unknown tag": (
        lambda c: operation(c, "post", TENANTS).update(tags=["misc"]),
        "a known tag",
    ),
    "a path parameter that is not described": (
        lambda c: operation(c, "get", ONE_TENANT)["parameters"].clear(),
        "path parameters differ",
    ),
    "a body without a limit": (
        lambda c: operation(c, "post", TENANTS).update({"x-body-limit": 0}),
        "x-body-limit",
    ),
    "a creation without an idempotency key": (
        lambda c: operation(c, "post", TENANTS)["parameters"].clear(),
        "Idempotency-Key",
    ),
    "an edit without If-Match": (
        lambda c: operation(c, "patch", ONE_TENANT)["parameters"].pop(),
        "If-Match",
    ),
    "a list without a cursor": (
        lambda c: operation(c, "get", TENANTS)["parameters"].pop(),
        "a list takes all",
    ),
    "a list that does not say its fields": (
        lambda c: operation(c, "get", TENANTS).pop("x-list"),
        "x-list",
    ),
    "an operation without a failure": (
        lambda c: operation(c, "get", TENANTS)["responses"].pop("default"),
        "no default response",
    ),
    "an open request": (
        lambda c: schema(c, "TenantCreate").pop("additionalProperties"),
        "is open",
    ),
    "an open request inside a request": (
        lambda c: schema(c, "PredictRequest")["properties"]["options"].pop("additionalProperties"),
        "options: is open",
    ),
    "words beside a reference": (
        lambda c: schema(c, "TenantCreate")["properties"]["name"].update(maxLength=3),
        "beside $ref",
    ),
    "a keyword that validators differ in": (
        lambda c: schema(c, "TenantCreate").update(unevaluatedProperties=False),
        "keyword not used",
    ),
    "a field that is required and not described": (
        lambda c: schema(c, "TenantCreate")["required"].append("colour"),
        "does not describe",
    ),
    "an unbounded pattern": (
        lambda c: schema(c, "Slug").update(pattern="^[a-z]+$"),
        "not anchored and bounded",
    ),
    "an unanchored pattern": (
        lambda c: schema(c, "Slug").update(pattern="[a-z]{1,63}"),
        "not anchored and bounded",
    ),
    "a column that the signature's schema describes otherwise": (
        lambda c: c.signature["definitions"]["column"]["properties"].pop("size"),
        "not the columns",
    ),
    "a body without an example": (
        lambda c: example(c, "post", TENANTS).pop("example"),
        "has no example",
    ),
    "an upload without an example": (
        lambda c: operation(c, "post", UPLOAD)["requestBody"]["content"][
            "application/octet-stream"
        ].pop("x-example-base64"),
        "no x-example-base64",
    ),
    "a body's example that does not fit": (
        lambda c: example(c, "post", TENANTS)["example"].update(name="No Slug"),
        "does not match",
    ),
    "an answer's example that does not fit": (
        lambda c: schema(c, "Tenant")["required"].append("colour"),
        "'colour' is a required property",
    ),
    "a parameter's example that does not fit": (
        lambda c: c.openapi["components"]["parameters"]["Version"].update(example=0),
        "parameter Version: example",
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_finds(contract: Contract, name: str) -> None:
    plant, expected = BREACHES[name]
    plant(contract)
    assert any(expected in problem for problem in problems(contract))
