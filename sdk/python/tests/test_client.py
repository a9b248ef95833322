"""The client: what it sends, what it reads, what it raises, and when it asks again."""

from __future__ import annotations

import json
import math
import sys
from decimal import Decimal

import httpx
import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

import armillary
from armillary import Client, ConversionNote, Listing, Policy, errors, every

from .fake_server import DEPLOYMENT, TENANT, VERSION, Answer, FakeServer, problem

PREDICTIONS = {
    "model": "churn",
    "version": 3,
    "request_id": "r1",
    "predictions": [{"label": "Yes", "probabilities": {"No": 0.25, "Yes": 0.75}}],
    "missing_columns": ["tenure"],
    "unknown_columns": [],
}


def client(server: FakeServer) -> Client:
    quick = Policy(first_pause=0.0, longest_pause=0.0)
    return Client("https://server", "arm_x", policy=quick, transport=server.transport)


def test_sends_the_token_and_an_idempotency_key_with_a_change() -> None:
    server = FakeServer({"POST /api/v1/tenants": (201, TENANT)})
    tenant = client(server).tenants.create("acme")
    assert tenant.name == "acme"
    assert tenant.display_name is None
    assert server.body() == {"name": "acme"}
    assert server.requests[-1].headers["Authorization"] == "Bearer arm_x"
    assert server.requests[-1].headers["Idempotency-Key"]


def test_means_the_tokens_own_tenant_and_asks_for_it_once() -> None:
    page = {"items": [], "total": 0, "total_is_exact": True}
    server = FakeServer({"GET /api/v1/t/acme/models": (200, page)})
    asked = client(server)
    asked.models.list()
    asked.models.list()
    paths = [request.url.path for request in server.requests]
    assert paths == ["/api/v1/whoami", "/api/v1/t/acme/models", "/api/v1/t/acme/models"]


def test_encodes_a_models_name_in_the_path() -> None:
    server = FakeServer({"GET /api/v1/t/acme/deployments/na%C3%AFve%20one": (200, DEPLOYMENT)})
    assert client(server).deployments.get("naïve one").version == 1


@pytest.mark.parametrize("name", [".", ".."])
def test_a_name_of_dots_is_no_other_path(name: str) -> None:
    server = FakeServer()
    with pytest.raises(errors.NotFound):
        client(server).models.get(name)
    encoded = name.replace(".", "%2E")
    assert server.requests[-1].url.raw_path == f"/api/v1/t/acme/models/{encoded}".encode()


@pytest.mark.parametrize("name", ["", "a\udc80"])
def test_refuses_a_name_that_is_none(name: str) -> None:
    with pytest.raises(errors.InvalidInput, match="name"):
        client(FakeServer()).models.get(name)


def test_names_the_environment_in_the_path() -> None:
    server = FakeServer({"POST /api/v1/t/acme/e/staging/deployments/churn": (201, DEPLOYMENT)})
    client(server).deployments.create("churn", version=2, environment="staging")
    assert server.body() == {"version": 2}


def test_uploads_bytes_with_their_digest_and_ignores_fields_of_a_newer_server() -> None:
    server = FakeServer({"POST /api/v1/t/acme/models/churn/versions": (201, VERSION)})
    version = client(server).models.register("churn", _tiny_onnx(), kind="tabular")
    request = server.requests[-1]
    assert request.url.params["kind"] == "tabular"
    assert request.headers["Content-Type"] == "application/octet-stream"
    assert request.headers["Armillary-Digest"].startswith("sha256=")
    assert version.inputs[0].shape == (-1, 1)
    assert version.admission[0].state == "passed"


def test_says_of_a_listed_version_only_what_the_list_says() -> None:
    large = ("inputs", "outputs", "signature")
    summary = {name: value for name, value in VERSION.items() if name not in large}
    page = {"items": [summary], "total": 1, "total_is_exact": True}
    server = FakeServer({"GET /api/v1/t/acme/models/churn/versions": (200, page)})
    listed = client(server).versions.list("churn").items[0]
    assert listed.admission[0].step == "structure"
    assert not any(hasattr(listed, name) for name in large)


def test_refuses_a_file_that_the_server_would_refuse_before_sending_anything() -> None:
    from armillary.conversion import UnservableGraph

    server = FakeServer()
    with pytest.raises(UnservableGraph, match="Softmax"):
        client(server).models.register("churn", _tiny_onnx("Softmax"))
    assert server.requests == []


def test_refuses_downloaded_bytes_that_do_not_have_their_digest() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"abc", headers={"Armillary-Digest": "sha256=00"})

    server = FakeServer({"GET /api/v1/t/acme/models/churn/versions/1/content": answer})
    with pytest.raises(errors.UnexpectedAnswer, match="digest"):
        client(server).versions.download("churn", 1)


def test_sends_every_kind_of_missing_as_null() -> None:
    server = FakeServer({"POST /predict/churn": (200, PREDICTIONS)})
    rows = [{"a": math.nan, "b": None, "c": pd.NA, "d": np.float32(0.5), "e": np.int64(3)}]
    answer = client(server).predict("churn", rows)
    assert server.body() == {"records": [{"a": None, "b": None, "c": None, "d": 0.5, "e": 3}]}
    assert answer.version == 3
    assert answer.predictions[0].probabilities == {"No": 0.25, "Yes": 0.75}
    assert answer.missing_columns == ("tenure",)


def test_takes_a_data_frame_as_records() -> None:
    server = FakeServer({"POST /t/globex/predict/churn": (200, PREDICTIONS)})
    frame = pd.DataFrame({"tenure": [1, 2], "contract": ["x", None]})
    client(server).predict("churn", frame, tenant="globex", probabilities=False)
    assert server.body()["records"][1] == {"tenure": 2, "contract": None}
    assert server.body()["options"] == {"probabilities": False}


def test_predicts_in_an_environment_of_the_tokens_own_tenant() -> None:
    server = FakeServer({"POST /t/acme/e/staging/predict/churn": (200, PREDICTIONS)})
    assert client(server).predict("churn", [{"a": 1}], environment="staging").version == 3


UNSENDABLE = {
    "two columns of a name": (pd.DataFrame([[1, 70]], columns=["tenure", "tenure"]), "'tenure'"),
    "a number and its text": ([{1: "a", "1": "b"}], "record 0.*'1'"),
    "a moment": (
        [{"a": 1}, {"at": pd.Timestamp("2026-01-01")}],
        "record 1, column 'at'.*Timestamp",
    ),
    "a decimal": ([{"a": Decimal("1.5")}], "column 'a'.*Decimal"),
    "an infinite number": ([{"a": np.float64("inf")}], "column 'a'.*not finite"),
    "one in an array": ([{"a": np.array([1.0, -math.inf])}], "column 'a'.*not finite"),
    "a row of a data frame": (pd.DataFrame({"a": [1.0]}).iloc[0], "iloc"),
    "text": ("tenure", "data frame"),
}


@pytest.mark.parametrize(("rows", "words"), UNSENDABLE.values(), ids=UNSENDABLE)
def test_names_what_cannot_be_sent_and_sends_nothing(rows: object, words: str) -> None:
    server = FakeServer()
    with pytest.raises(errors.InvalidInput, match=words):
        client(server).predict("churn", rows)
    assert server.requests == []


def test_raises_the_class_of_the_code_with_all_that_the_server_said() -> None:
    more = {"field": "/version", "rule": "minimum 1"}
    server = FakeServer(
        {"POST /api/v1/t/acme/deployments/churn": problem("promotion_required", 409, **more)}
    )
    with pytest.raises(errors.PromotionRequired) as raised:
        client(server).deployments.create("churn", version=1)
    assert isinstance(raised.value, errors.FailedPrecondition)
    assert raised.value.request_id == "r1"
    assert raised.value.next_step == "Do that."
    assert raised.value.problem.field == "/version"


def test_raises_the_status_of_a_code_that_it_does_not_know_yet() -> None:
    server = FakeServer({"GET /api/v1/tenants/acme": problem("from_tomorrow", 403)})
    with pytest.raises(errors.PermissionDenied):
        client(server).tenants.get("acme")


def test_says_when_something_else_answers() -> None:
    server = FakeServer({"GET /api/v1/tenants/acme": (502, b"<html>bad gateway</html>")})
    with pytest.raises(errors.UnexpectedAnswer, match="502"):
        client(server).tenants.get("acme")


def test_asks_again_with_the_same_key_when_the_server_was_overloaded_or_cut_off() -> None:
    lost = httpx.ReadError("cut")
    answers: list[Answer] = [problem("overloaded", 503), lost, (201, TENANT)]
    server = FakeServer({"POST /api/v1/tenants": answers})
    client(server).tenants.create("acme")
    keys = {request.headers["Idempotency-Key"] for request in server.requests}
    assert len(server.requests) == 3
    assert len(keys) == 1


def test_does_not_ask_again_where_it_would_not_help() -> None:
    server = FakeServer({"POST /api/v1/tenants": problem("already_exists", 409)})
    with pytest.raises(errors.AlreadyExists):
        client(server).tenants.create("acme")
    assert len(server.requests) == 1


def test_gives_up_after_the_last_attempt() -> None:
    server = FakeServer({"GET /api/v1/tenants/acme": httpx.ConnectError("refused")})
    with pytest.raises(errors.ConnectionFailed, match="https://server"):
        client(server).tenants.get("acme")
    assert len(server.requests) == Policy().attempts


def test_follows_the_cursor_to_the_last_page() -> None:
    first = {"items": [TENANT], "total": 2, "total_is_exact": True, "next_cursor": "c"}
    last = {"items": [TENANT], "total": 2, "total_is_exact": True}
    server = FakeServer({"GET /api/v1/tenants": [(200, first), (200, last)]})
    found = list(every(client(server).tenants.list, Listing(filter="state = 'active'")))
    assert len(found) == 2
    assert server.requests[-1].url.params["cursor"] == "c"
    assert server.requests[-1].url.params["filter"] == "state = 'active'"


def test_keeps_a_new_tokens_secret_out_of_its_text() -> None:
    token = {
        "token": "arm_k_secret",
        "id": "k",
        "principal": "p",
        "principal_name": "n",
        "role": "viewer",
        "environment": "research",
        "state": "active",
        "created_at": "x",
        "created_by": "p",
        "expires_at": "y",
        "can": [],
    }
    server = FakeServer({"POST /api/v1/t/acme/tokens": (201, token)})
    created = client(server).tokens.create(role="viewer")
    assert created.token == "arm_k_secret"
    assert "arm_k_secret" not in repr(created)


def quotas(request: httpx.Request) -> httpx.Response:
    limits = {"models": 5, "tokens": 7} if request.method == "GET" else json.loads(request.content)
    body: dict[str, object] = {
        "limits": limits,
        "used": {"models": 1},
        "updated_at": "x",
        "can": [],
    }
    return httpx.Response(200, json=body, headers={"ETag": '"q1"'})


def test_changes_one_limit_and_keeps_the_others_of_that_state() -> None:
    where = "/api/v1/t/acme/quotas"
    server = FakeServer({f"GET {where}": quotas, f"PUT {where}": quotas})
    changed = client(server).quotas.set(models=9)
    assert changed.limits == {"models": 9, "tokens": 7}
    assert server.requests[-1].headers["If-Match"] == '"q1"'


def test_gives_the_notes_of_a_conversion_as_warnings() -> None:
    server = FakeServer({"POST /api/v1/t/acme/models/churn/versions": (201, VERSION)})
    frame = pd.DataFrame({"a": np.linspace(0, 1, 200), "unused": 7.0})
    model = make_pipeline(StandardScaler(), DecisionTreeRegressor(max_depth=2))
    model.fit(frame, frame.a > 0.5)
    with pytest.warns(ConversionNote, match="unused"):
        client(server).models.register("churn", model, frame)


def test_says_what_to_install_where_the_converter_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [n for n in sys.modules if n.startswith("armillary.conversion")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "onnx", None)
    server = FakeServer({"POST /api/v1/t/acme/models/churn/versions": (201, VERSION)})
    with pytest.raises(errors.ConfigurationError, match=r"pip install 'armillary\[convert\]'"):
        client(server).models.register("churn", object(), [])
    assert server.requests == []
    with pytest.warns(ConversionNote, match=r"armillary\[convert\]"):
        client(server).models.register("churn", b"onnx")


def test_names_its_version() -> None:
    assert armillary.__version__ == "0.1.0"


def _tiny_onnx(operator: str = "Identity") -> bytes:
    from onnx import TensorProto, helper

    x = helper.make_tensor_value_info("tenure", TensorProto.DOUBLE, [None, 1])
    y = helper.make_tensor_value_info("value", TensorProto.DOUBLE, [None, 1])
    node = helper.make_node(operator, ["tenure"], ["value"])
    model = helper.make_model(
        helper.make_graph([node], "g", [x], [y]),
        opset_imports=[helper.make_opsetid("", 18)],
    )
    return bytes(model.SerializeToString())
