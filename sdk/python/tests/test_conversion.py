"""Conversions from end to end: what is answered, what is fenced, what is refused and how."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnx
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from onnx import TensorProto, helper
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    GradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from xgboost import XGBClassifier

from armillary.conversion import (
    FewExamplesWarning,
    ParityError,
    RecordRefused,
    Signature,
    UnservableGraph,
    UnsupportedStep,
    UnusableExample,
    convert,
)
from armillary.conversion import parity as parity_module
from armillary.conversion.onnx_file import described
from armillary.conversion.steps import extreme, forests


def customers(rows: int = 400, seed: int = 3) -> tuple[pd.DataFrame, pd.Series]:
    chooser = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "tenure": chooser.integers(0, 72, rows),
            "charges": chooser.normal(60, 30, rows).round(2),
            "contract": chooser.choice(["month", "year", "two years"], rows),
            "active": chooser.random(rows) < 0.5,
        }
    )
    score = frame.charges / 30 - frame.tenure / 20 + (frame.contract == "month")
    frame.loc[::9, "charges"] = np.nan
    frame.loc[::13, "contract"] = np.nan
    return frame, (score > score.median()).map({True: "Yes", False: "No"})


def prepared(scaler: object = "passthrough", unknown: str = "ignore") -> ColumnTransformer:
    return ColumnTransformer(
        [
            ("n", make_pipeline(SimpleImputer(), scaler), ["tenure", "charges"]),
            (
                "t",
                make_pipeline(
                    SimpleImputer(strategy="constant", fill_value="none"),
                    OneHotEncoder(handle_unknown=unknown),
                ),
                ["contract"],
            ),
            ("b", "passthrough", ["active"]),
        ]
    )


def test_answers_as_weights_drawn_at_test_time_do() -> None:
    frame, labels = customers()
    model = make_pipeline(prepared(StandardScaler()), LogisticRegression()).fit(frame, labels)
    model[-1].coef_ = np.random.default_rng().normal(size=model[-1].coef_.shape)
    held_out, _ = customers(seed=4)
    conversion = convert(model, frame)
    answer = conversion.served().answer(
        [
            {name: None if pd.isna(value) else value for name, value in row.items()}
            for row in held_out.to_dict("records")
        ]
    )
    assert answer.probabilities is not None
    np.testing.assert_allclose(answer.probabilities, model.predict_proba(held_out), atol=1e-9)
    assert answer.labels == model.predict(held_out).tolist()


def test_keeps_the_signature_and_five_examples_inside_the_file() -> None:
    frame, labels = customers()
    content = convert(
        make_pipeline(prepared(), RandomForestClassifier(5)).fit(frame, labels), frame
    ).content
    properties = {
        entry.key: entry.value for entry in onnx.load_model_from_string(content).metadata_props
    }
    signature = Signature.loads(properties["armillary.signature"])
    assert signature.classes == ("No", "Yes")
    assert len(signature.examples) == 5
    assert signature.column("charges").nullable
    assert signature.column("active").type == "bool"
    assert described(content) == content


def test_refuses_for_the_server_what_the_source_refuses() -> None:
    frame, labels = customers()
    frame["charges"] = frame["charges"].fillna(50.0)
    frame["contract"] = frame["contract"].fillna("month")
    model = make_pipeline(
        ColumnTransformer([("t", OneHotEncoder(), ["contract"])], remainder="passthrough"),
        GradientBoostingClassifier(n_estimators=5, random_state=1),
    ).fit(frame, labels)
    conversion = convert(model, frame)
    row = conversion.signature.examples[0]
    served = conversion.served()
    assert served.answer([row]).labels
    for changed in ({"contract": "never"}, {"charges": None}, {"charges": 1e39}, {"tenure": None}):
        with pytest.raises(RecordRefused):
            served.answer([{**row, **changed}])


@pytest.mark.parametrize("broken", ["forest", "xgboost"])
def test_finds_a_conversion_that_is_wrong_by_one_rounding(
    monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """A threshold left as it is flips rows that lie between it and its float32."""
    frame, labels = customers()
    monkeypatch.setattr(forests, "as_if_single", lambda thresholds: np.asarray(thresholds, float))
    monkeypatch.setattr(extreme, "as_if_single", lambda thresholds: np.asarray(thresholds, float))
    estimator = (
        RandomForestClassifier(20, random_state=1)
        if broken == "forest"
        else XGBClassifier(n_estimators=20)
    )
    target = labels if broken == "forest" else (labels == "Yes").astype(int)
    model = make_pipeline(prepared(StandardScaler()), estimator).fit(frame, target)
    with pytest.raises(ParityError) as refused:
        convert(model, frame)
    assert refused.value.column in ("tenure", "charges", None)
    assert refused.value.row
    assert "Retrain" in str(refused.value)


def test_finds_a_conversion_that_sends_missing_numbers_the_wrong_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame, labels = customers()
    model = LGBMClassifier(n_estimators=20, verbose=-1).fit(frame[["tenure", "charges"]], labels)
    from armillary.conversion.steps import light

    monkeypatch.setattr(light, "_missing_left", lambda context, node, threshold: True)
    with pytest.raises(ParityError):
        convert(model, frame[["tenure", "charges"]])


def test_ends_a_range_where_the_two_begin_to_differ() -> None:
    """Where a source computes far values in its own way, the signature stops before them."""
    frame, labels = customers()
    model = make_pipeline(prepared(StandardScaler()), RandomForestClassifier(10)).fit(frame, labels)
    charges = convert(model, frame).signature.column("charges")
    assert charges.maximum is not None
    assert 1e9 <= charges.maximum < 3.5e39


def test_a_mean_is_not_rounded_to_float32() -> None:
    frame, _ = customers()
    target = np.exp(frame["tenure"] / 20)
    model = make_pipeline(prepared(), RandomForestRegressor(10)).fit(frame, target)
    assert convert(model, frame).findings.largest < 1e-10


def test_a_target_turned_by_a_logarithm_is_turned_back() -> None:
    frame, _ = customers()
    target = np.exp(frame["tenure"] / 20)
    model = TransformedTargetRegressor(
        make_pipeline(prepared(), RandomForestRegressor(10)), func=np.log1p, inverse_func=np.expm1
    ).fit(frame, target)
    conversion = convert(model, frame)
    assert conversion.signature.task == "regression"
    assert conversion.findings.largest < 1e-9


@pytest.mark.parametrize(
    ("step", "named"),
    [
        (TfidfVectorizer(), "words"),
        (FunctionTransformer(lambda column: column.to_frame()), "formula"),
    ],
)
def test_names_the_step_that_has_no_exact_form(
    step: TfidfVectorizer | FunctionTransformer, named: str
) -> None:
    frame, labels = customers()
    frame["contract"] = frame["contract"].fillna("month")
    chosen = "contract" if named == "words" else "tenure"
    model = make_pipeline(ColumnTransformer([("odd", step, chosen)]), LogisticRegression()).fit(
        frame, labels
    )
    with pytest.raises(UnsupportedStep, match=named) as refused:
        convert(model, frame)
    assert refused.value.step == "columntransformer.odd"
    assert refused.value.advice


def test_names_the_column_that_the_example_lacks() -> None:
    frame, labels = customers()
    model = make_pipeline(prepared(), LogisticRegression()).fit(frame, labels)
    with pytest.raises(UnusableExample, match="contract"):
        convert(model, frame.drop(columns=["contract"]))


def test_names_a_column_that_mixes_types() -> None:
    frame, labels = customers()
    frame["contract"] = frame["contract"].fillna("month")
    model = make_pipeline(prepared(), LogisticRegression()).fit(frame, labels)
    mixed = frame.assign(contract=pd.Series([1, *frame["contract"][1:]], dtype=object))
    with pytest.raises(UnusableExample, match="contract"):
        convert(model, mixed)


def test_names_a_column_whose_example_holds_an_infinity() -> None:
    frame, labels = customers()
    model = LGBMClassifier(n_estimators=5, verbose=-1).fit(frame[["tenure", "charges"]], labels)
    frame.loc[7, "charges"] = np.inf
    with pytest.raises(UnusableExample, match="charges"):
        convert(model, frame[["tenure", "charges"]])


def test_tells_empty_text_and_missing_text_apart() -> None:
    frame, labels = customers()
    frame.loc[::5, "contract"] = ""
    model = make_pipeline(
        ColumnTransformer([("t", OneHotEncoder(handle_unknown="ignore"), ["contract"])]),
        LogisticRegression(),
    ).fit(frame, labels)
    served = convert(model, frame[["tenure", "charges", "contract", "active"]]).served()
    texts = ["", None, "month", "never"]
    answers = served.answer([{"contract": text} for text in texts]).probabilities
    assert answers is not None
    asked = pd.DataFrame({"contract": ["", np.nan, "month", "never"]}, dtype=frame.contract.dtype)
    rest = frame[["tenure", "charges", "active"]].iloc[:4]
    np.testing.assert_allclose(answers, model.predict_proba(rest.join(asked)), atol=1e-9)
    assert len({round(float(row[0]), 9) for row in answers}) == 4


def test_does_not_guess_which_column_is_which_where_the_model_has_no_names() -> None:
    frame = pd.DataFrame(np.random.default_rng(1).normal(size=(200, 3)), columns=["a", "b", "c"])
    model = LinearRegression().fit(frame.to_numpy(), 100 * frame.a + frame.c)
    with pytest.raises(UnusableExample, match="fitted without any"):
        convert(model, frame[["c", "b", "a"]])
    by_position = convert(model, pd.DataFrame(frame.to_numpy())).served()
    names = [column.name for column in by_position.signature.columns]
    asked = [dict(zip(names, row, strict=True)) for row in frame.to_numpy().tolist()]
    values = by_position.answer(asked).values
    assert values is not None
    np.testing.assert_allclose(values, model.predict(frame.to_numpy()), rtol=1e-9)


def test_finds_the_names_behind_a_step_that_does_nothing() -> None:
    frame = pd.DataFrame(np.random.default_rng(1).normal(size=(200, 2)), columns=["a", "b"])
    model = make_pipeline("passthrough", LinearRegression()).fit(frame, frame.a)
    assert [c.name for c in convert(model, frame[["b", "a"]]).signature.columns] == ["a", "b"]


def test_warns_when_there_are_few_examples() -> None:
    frame, labels = customers()
    model = make_pipeline(prepared(), LogisticRegression()).fit(frame, labels)
    with pytest.warns(FewExamplesWarning, match="20"):
        convert(model, frame[:20])
    with warnings.catch_warnings():
        warnings.simplefilter("error", FewExamplesWarning)
        convert(model, frame[:100])


def test_the_proof_looks_at_every_column_and_every_threshold() -> None:
    frame, labels = customers()
    model = make_pipeline(prepared(), RandomForestClassifier(3, max_depth=3)).fit(frame, labels)
    findings = convert(model, frame).findings
    assert findings.rows == 400
    assert findings.disturbed > 1000
    assert parity_module._CUTS_LOOKED_AT >= 100


def test_an_existing_file_gets_a_signature_from_its_graph() -> None:
    content = described(_classifier_file())
    model = onnx.load_model_from_string(content)
    signature = Signature.loads(model.metadata_props[0].value)
    assert signature.classes == ("No", "Yes")
    assert signature.outputs == {"label": "label", "probabilities": "probabilities"}
    assert signature.column("x").size == 3
    assert not signature.column("x").nullable


def test_an_existing_file_with_a_map_as_output_is_refused_with_advice() -> None:
    model = onnx.load_model_from_string(_classifier_file())
    kind = helper.make_sequence_type_proto(
        helper.make_map_type_proto(
            TensorProto.STRING, helper.make_tensor_type_proto(TensorProto.FLOAT, [])
        )
    )
    model.graph.output[1].type.CopyFrom(kind)
    with pytest.raises(UnservableGraph, match="zipmap"):
        described(model.SerializeToString())


def test_bytes_that_are_no_graph_are_refused() -> None:
    with pytest.raises(UnservableGraph, match="no ONNX file"):
        described(b"\x80\x04\x95pickle")


def test_a_linear_regression_far_from_its_data_is_still_right() -> None:
    frame = pd.DataFrame({"x": np.linspace(0, 1, 200)})
    model = LinearRegression().fit(frame, 3 * frame["x"] + 1)
    answer = convert(model, frame).served().answer([{"x": 1e9}])
    assert answer.values == pytest.approx([3e9 + 1], rel=1e-9)


def test_labels_that_no_answer_could_repeat_are_refused_with_what_to_change() -> None:
    frame, labels = customers()
    long = labels.map({"Yes": "y" * 251, "No": "n"})
    model = make_pipeline(prepared(StandardScaler()), LogisticRegression()).fit(frame, long)
    with pytest.raises(UnsupportedStep, match="more than 250 characters"):
        convert(model, frame)
    for named, reason in (
        (["No", "y" * 251], "more than 250 characters"),
        ([f"{i}{'x' * 240}" for i in range(300)], "more than 65536 bytes"),
        (["No", "No"], "the same text"),
    ):
        model = onnx.load_model_from_string(_classifier_file())
        for attribute in model.graph.node[0].attribute:
            if attribute.name == "classlabels_strings":
                del attribute.strings[:]
                attribute.strings.extend(text.encode() for text in named)
        with pytest.raises(UnservableGraph, match=reason):
            described(model.SerializeToString())


def test_a_column_whose_name_no_signature_could_hold_is_refused() -> None:
    frame = pd.DataFrame({"x" * 251: np.arange(100.0)})
    model = LinearRegression().fit(frame, frame.iloc[:, 0])
    with pytest.raises(UnusableExample, match="more than 250 characters"):
        convert(model, frame)


def _classifier_file() -> bytes:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 3])
    label = helper.make_tensor_value_info("label", TensorProto.STRING, [None])
    shares = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2])
    node = helper.make_node(
        "LinearClassifier",
        ["x"],
        ["label", "probabilities"],
        domain="ai.onnx.ml",
        coefficients=[0.1, 0.2, 0.3, -0.1, -0.2, -0.3],
        intercepts=[0.0, 0.0],
        classlabels_strings=["No", "Yes"],
        post_transform="SOFTMAX",
    )
    model = helper.make_model(
        helper.make_graph([node], "g", [x], [label, shares]),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)],
    )
    return bytes(model.SerializeToString())


def test_the_guide_names_everything_that_is_converted() -> None:
    from armillary.conversion.dispatch import CLASSIFIERS, REGRESSORS, TRANSFORMS

    page = (Path(__file__).resolve().parents[3] / "docs" / "guide" / "conversion.md").read_text()
    for key in (*TRANSFORMS, *CLASSIFIERS, *REGRESSORS):
        assert f"`{key.split('.')[1]}`" in page


def test_a_logarithm_before_trees_turns_at_the_same_double() -> None:
    frame, labels = customers()
    frame = frame[["tenure", "charges"]].abs()
    logs = make_pipeline(
        SimpleImputer(), FunctionTransformer(np.log1p), RandomForestClassifier(20, random_state=1)
    )
    conversion = convert(logs.fit(frame, labels), frame)
    assert conversion.findings.disturbed > 1000
    assert conversion.signature.column("charges").nullable


def test_ranges_end_where_far_numbers_overflow_together() -> None:
    frame, labels = customers()
    frame = frame[["tenure", "charges"]].fillna(50.0)
    sums = make_pipeline(PCA(1), RandomForestClassifier(5, random_state=1))
    served = convert(sums.fit(frame, labels), frame).served()
    far = {column.name: column.maximum for column in served.signature.columns}
    assert served.answer([far]).labels == [sums.predict(pd.DataFrame([far]))[0]]
