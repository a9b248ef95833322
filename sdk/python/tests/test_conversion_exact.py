"""The pieces that make a conversion exact: thresholds, sums, records, signatures."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from armillary.conversion.records import RecordRefused, tensors
from armillary.conversion.signature import MISSING_TEXT, ColumnSpec, Signature
from armillary.conversion.steps.trees import LEAF, Tree, as_if_single, ensemble
from armillary.conversion.table import Cut, Trace
from armillary.conversion.thresholds import neighbours

ROOT = Path(__file__).resolve().parents[3]


def near(value: float, steps: int = 3) -> list[float]:
    found = [value]
    for direction in (-np.inf, np.inf):
        at = value
        for _ in range(steps):
            at = float(np.nextafter(at, direction))
            found.append(at)
    return found


def test_a_double_threshold_decides_as_a_rounded_value_does() -> None:
    chooser = np.random.default_rng(4)
    drawn = chooser.normal(size=400) * 10.0 ** chooser.integers(-20, 20, 400)
    special = [0.0, -0.0, 1e-45, -1e-45, 1e-40, 3.4028234663852886e38, 2.0**24, 0.1, -7.5]
    for threshold in (*drawn.tolist(), *drawn.astype(np.float32).tolist(), *special):
        moved = float(as_if_single(np.array([threshold]))[0])
        single = np.float32(threshold)
        candidates = near(moved) + near(threshold) + near(float(np.nextafter(single, np.inf)))
        with np.errstate(over="ignore"):
            for value in candidates:
                assert (value <= moved) == (float(np.float32(value)) <= threshold), (
                    threshold,
                    value,
                )


def test_the_neighbours_of_a_threshold_lie_on_its_two_sides() -> None:
    trace = Trace("x").then(lambda v: v - 3.7).then(lambda v: v / 1.3)
    below, above = neighbours([Cut(trace, 0.1)], "double", -1e9, 1e9)
    assert trace(np.array([below]))[0] <= 0.1 < trace(np.array([above]))[0]
    assert above == np.nextafter(below, np.inf)


def test_the_neighbours_of_a_threshold_under_a_falling_function_do_too() -> None:
    trace = Trace("x").then(lambda v: -2.0 * v)
    below, above = neighbours([Cut(trace, 1.0)], "double", -1e9, 1e9)
    assert below < above <= -0.5 or below <= -0.5 < above


def test_whole_number_columns_are_asked_at_whole_numbers() -> None:
    assert neighbours([Cut(Trace("x"), 2.5)], "int64", -10, 10) == [2, 3]


def test_leaves_are_added_in_double_though_the_node_answers_in_float32() -> None:
    import onnxruntime
    from onnx import TensorProto

    from armillary.conversion.dispatch import Dispatch
    from armillary.conversion.graph import Graph
    from armillary.conversion.table import Context, Number, Table

    chooser = np.random.default_rng(7)
    leaves = chooser.normal(size=(200, 2)) * 1000
    trees = [_stump(0.5, left, right) for left, right in leaves]
    graph = Graph()
    graph.offer_input("x", "double")
    table = Table((Number("x", 0, 1, raw="double", trace=Trace("x")),))
    graph.output(
        ensemble(Context(graph, Dispatch()), table, trees), "y", TensorProto.DOUBLE, [None, 1]
    )
    content = graph.model("test", ["x"]).SerializeToString()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    (answer,) = session.run(None, {"x": np.array([[0.0], [1.0]])})
    np.testing.assert_allclose(answer[:, 0], leaves.sum(axis=0), rtol=1e-11)


def _stump(threshold: float, left: float, right: float) -> Tree:
    return Tree(
        feature=np.array([0, 0, 0]),
        threshold=np.array([threshold, 0, 0]),
        left=np.array([1, LEAF, LEAF]),
        right=np.array([2, LEAF, LEAF]),
        missing_left=np.array([False] * 3),
        values=np.array([[0.0], [left], [right]]),
    )


SIGNATURE = Signature(
    task="classification",
    columns=(
        ColumnSpec("tenure", "int64", minimum=0, maximum=100),
        ColumnSpec("charges", "double", required=False, nullable=True),
        ColumnSpec("contract", "string", required=False, nullable=True),
        ColumnSpec("plan", "string", categories=("a", "b")),
        ColumnSpec("active", "bool"),
        ColumnSpec("ratio", "float"),
    ),
    outputs={"label": "label", "probabilities": "probabilities"},
    classes=("No", "Yes"),
    examples=({"tenure": 1},),
)
RECORD = {
    "tenure": 12,
    "charges": 1.5,
    "contract": "x",
    "plan": "a",
    "active": True,
    "ratio": 0.1,
}


def test_a_record_becomes_one_tensor_for_each_column() -> None:
    feeds = tensors(SIGNATURE, [RECORD, {**RECORD, "tenure": 12.0}])
    assert feeds["tenure"].tolist() == [[12], [12]]
    assert feeds["tenure"].dtype == np.int64
    assert feeds["ratio"].dtype == np.float32
    assert feeds["ratio"][0, 0] == np.float32(0.1)


def test_absent_and_null_are_missing_where_a_column_may_be() -> None:
    record = {name: value for name, value in RECORD.items() if name != "charges"}
    feeds = tensors(SIGNATURE, [{**record, "contract": None}])
    assert np.isnan(feeds["charges"][0, 0])
    assert feeds["contract"][0, 0] == MISSING_TEXT


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tenure", None),
        ("tenure", 1.5),
        ("tenure", "12"),
        ("tenure", True),
        ("tenure", 101),
        ("tenure", -1),
        ("charges", "1.5"),
        ("charges", float("inf")),
        ("contract", 3),
        ("contract", MISSING_TEXT),
        ("contract", "a\0b"),
        ("plan", "c"),
        ("plan", None),
        ("active", 1),
        ("ratio", 1e39),
        ("ratio", 10**400),
    ],
)
def test_a_value_that_a_column_does_not_admit_is_refused_by_name(
    column: str, value: object
) -> None:
    with pytest.raises(RecordRefused) as refused:
        tensors(SIGNATURE, [RECORD, {**RECORD, column: value}])
    assert (refused.value.column, refused.value.row) == (column, 1)


def test_a_required_column_that_is_absent_is_refused_by_name() -> None:
    record = {name: value for name, value in RECORD.items() if name != "active"}
    with pytest.raises(RecordRefused, match="active"):
        tensors(SIGNATURE, [record])


def test_a_signature_is_what_its_schema_says_and_reads_back_equal() -> None:
    schema = json.loads((ROOT / "contract" / "signature.schema.json").read_text())
    document = json.loads(SIGNATURE.dumps())
    jsonschema.validate(document, schema)
    assert Signature.loads(SIGNATURE.dumps()) == SIGNATURE
    column = {"name": "x", "type": "float", "required": True, "nullable": False, "size": 2}
    jsonschema.validate({**document, "columns": [column]}, schema)
    for changed in (
        {"columns": [{**column, "nullable": True}]},
        {"columns": [{**column, "required": False}]},
        {"columns": [{**column, "type": "string"}]},
        {"columns": [{**column, "name": "x" * 251}]},
        {"classes": ["No", "y" * 251]},
        {"classes": ["No", "No"]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**document, **changed}, schema)
    with pytest.raises(ValueError, match="format"):
        Signature.loads(json.dumps({**document, "format": 2}))
