#!/usr/bin/env python3
"""Makes the small ONNX files under src/*/testdata that the tests load, with what they answer.

Run it again only when a model is added: the files are committed, so that tests need no Python.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pandas as pd
from onnx import TensorProto, helper
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

FOLDER = Path(__file__).parent.parent / "src" / "inference" / "testdata"
OPSETS = {"": 18, "ai.onnx.ml": 3}


def convert(model: Any, inputs: Any, name: str) -> Any:
    options = {"zipmap": False} if hasattr(model, "classes_") else {}
    return convert_sklearn(model, name, inputs, target_opset=OPSETS, options=options)


def plain(array: Any) -> Any:
    return [
        text.tolist() if hasattr(text, "tolist") else text for text in np.asarray(array).ravel()
    ]


def typed(array: Any) -> Any:
    names = {"float32": "FP32", "float64": "FP64", "int64": "INT64", "object": "BYTES"}
    array = np.asarray(array)
    return {"datatype": names[str(array.dtype)], "shape": list(array.shape), "data": plain(array)}


def save(name: str, onnx: Any, feeds: Any, signature: Any = None) -> None:
    """Writes the model, and beside it the inputs of a request with the outputs it gives."""
    if signature is not None:
        entry = onnx.metadata_props.add()
        entry.key = "armillary.signature"
        entry.value = json.dumps(signature, separators=(",", ":"))
    data = onnx.SerializeToString()
    session = onnxruntime.InferenceSession(data)
    outputs = dict(
        zip([o.name for o in session.get_outputs()], session.run(None, feeds), strict=True)
    )
    (FOLDER / f"{name}.onnx").write_bytes(data)
    expected = {
        "inputs": {key: typed(value) for key, value in feeds.items()},
        "outputs": {key: typed(value) for key, value in outputs.items()},
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(expected) + "\n")
    print(f"{name}: {len(data)} bytes, {len(onnx.graph.node)} nodes")


def numbers(rows: int, width: int, seed: int) -> Any:
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, width)).astype(np.float32)
    return x, (x[:, 0] + 0.5 * x[:, 1] > 0).astype(np.int64)


def numeric_models() -> None:
    x, y = numbers(200, 10, 1)
    ten = [("x", FloatTensorType([None, 10]))]
    save("logistic", convert(LogisticRegression().fit(x, y), ten, "logistic"), {"x": x[:3]})
    save("linear", convert(LinearRegression().fit(x, x[:, 0] * 2 + 1), ten, "linear"), {"x": x[:3]})
    forest = RandomForestClassifier(4, max_depth=3, random_state=1).fit(x, y)
    save("forest", convert(forest, ten, "forest"), {"x": x[:3]})
    boosted = GradientBoostingRegressor(n_estimators=4, max_depth=2, random_state=1)
    save("boosted", convert(boosted.fit(x, x[:, 0]), ten, "boosted"), {"x": x[:3]})
    network = MLPClassifier((4,), max_iter=50, random_state=1).fit(x, y)
    save("network", convert(network, ten, "network"), {"x": x[:3]})
    few = [("x", FloatTensorType([None, 3]))]
    svm = SVC(random_state=1).fit(x[:40, :3], (x[:40, 0] > x[:40, 1]).astype(int))
    save("svm", convert(svm, few, "svm"), {"x": x[:3, :3]})


def text_model() -> None:
    """Words in three cells, lower-cased and counted: what a tokenised text comes to."""
    nodes = [
        helper.make_node(
            "StringNormalizer", ["flat"], ["lower"], case_change_action="LOWER", locale="C"
        ),
        helper.make_node("Reshape", ["words", "all"], ["flat"]),
        helper.make_node("Reshape", ["lower", "rows"], ["cells"]),
        helper.make_node(
            "TfIdfVectorizer",
            ["cells"],
            ["counts"],
            mode="TF",
            min_gram_length=1,
            max_gram_length=2,
            max_skip_count=0,
            ngram_counts=[0, 3],
            ngram_indexes=[0, 1, 2, 3],
            pool_strings=["good", "bad", "phone", "bad", "phone"],
        ),
        helper.make_node(
            "LinearClassifier",
            ["counts"],
            ["label", "probabilities"],
            domain="ai.onnx.ml",
            classlabels_strings=["down", "up"],
            coefficients=[-1.0, 1.0, 0.0, 0.5, 1.0, -1.0, 0.0, -0.5],
            intercepts=[0.1, -0.1],
            post_transform="SOFTMAX",
        ),
    ]
    nodes[0], nodes[1] = nodes[1], nodes[0]
    graph = helper.make_graph(
        nodes,
        "text",
        [helper.make_tensor_value_info("words", TensorProto.STRING, [None, 3])],
        [
            helper.make_tensor_value_info("label", TensorProto.STRING, [None]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2]),
        ],
        [
            helper.make_tensor("all", TensorProto.INT64, [1], [-1]),
            helper.make_tensor("rows", TensorProto.INT64, [2], [-1, 3]),
        ],
    )
    imports = [helper.make_opsetid(domain, version) for domain, version in OPSETS.items()]
    onnx = helper.make_model(graph, opset_imports=imports, ir_version=9)
    words = np.array([["Good", "cheap", "phone"], ["BAD", "phone", "bad"]], dtype=object)
    save("text", onnx, {"words": words})


def churn_signature() -> Any:
    return {
        "format": 1,
        "task": "classification",
        "columns": [
            {"name": "tenure", "type": "float", "required": True, "minimum": 0, "maximum": 100},
            {
                "name": "charges",
                "type": "float",
                "required": False,
                "nullable": True,
                "default": None,
            },
            {
                "name": "contract",
                "type": "string",
                "required": False,
                "default": "monthly",
                "categories": ["monthly", "yearly"],
            },
        ],
        "outputs": {"label": "label", "probabilities": "probabilities"},
        "classes": ["No", "Yes"],
        "examples": [{"tenure": 3, "charges": 70.5, "contract": "monthly"}],
    }


def churn_model() -> None:
    random = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "tenure": random.integers(0, 72, 100).astype(float),
            "charges": random.normal(60, 20, 100),
            "contract": random.choice(["monthly", "yearly"], 100),
        }
    )
    frame.loc[::7, "charges"] = np.nan
    label = np.where(frame["tenure"] + random.normal(0, 5, 100) < 30, "Yes", "No")
    prepare = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["tenure", "charges"]),
            ("texts", OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["contract"]),
        ]
    )
    model = make_pipeline(prepare, LogisticRegression()).fit(frame, label)
    inputs = [
        ("tenure", FloatTensorType([None, 1])),
        ("charges", FloatTensorType([None, 1])),
        ("contract", StringTensorType([None, 1])),
    ]
    rows = pd.DataFrame(
        {
            "tenure": [3.0, 60.0, 10.0],
            "charges": [70.5, 20.25, 80.0],
            "contract": ["monthly", "yearly", "monthly"],
        }
    )
    feeds = {
        name: rows[[name]].to_numpy(np.float32 if name != "contract" else object) for name in rows
    }
    save("churn", convert(model, inputs, "churn"), feeds, churn_signature())


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    numeric_models()
    text_model()
    churn_model()
    return 0


if __name__ == "__main__":
    sys.exit(main())
