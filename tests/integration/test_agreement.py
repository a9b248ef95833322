"""A model whose weights nobody has seen before, from the SDK to answers by both protocols.

The weights and the rows are drawn anew in each run; the seed is printed, so that a failure can be
repeated with ARMILLARY_SEED. /v2 is asked with an unmodified tritonclient.
"""

from __future__ import annotations

import os
import secrets

import numpy as np
import pandas as pd
import pytest
import tritonclient.http as triton
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import armillary
from tests.integration.people import Platform

ROWS = 500
TOLERANCE = 1e-5
PLANS = ("basic", "family", "business")
NUMBERS = ("age", "calls", "minutes")


def drawn_pipeline(random: np.random.Generator) -> tuple[Pipeline, pd.DataFrame]:
    """A pipeline over numbers and text with random weights, and random rows for it."""
    frame = pd.DataFrame({name: random.normal(20, 10, ROWS) for name in NUMBERS})
    frame["plan"] = random.choice(PLANS, ROWS)
    pipeline = make_pipeline(
        make_column_transformer((StandardScaler(), list(NUMBERS)), (OneHotEncoder(), ["plan"])),
        LogisticRegression(),
    )
    pipeline.fit(frame, random.choice(["stays", "leaves"], ROWS))
    last = pipeline[-1]
    last.coef_ = random.normal(0, 1, last.coef_.shape)
    last.intercept_ = random.normal(0, 1, last.intercept_.shape)
    return pipeline, frame


def asked_by_triton(
    url: str, token: str, frame: pd.DataFrame, outputs: list[str]
) -> dict[str, np.ndarray]:
    """The outputs of `fresh` for the frame, by the Open Inference Protocol with JSON tensors."""
    inputs = []
    for name in frame:
        column = frame[name].to_numpy()
        is_text = column.dtype == object
        values = column.astype(object) if is_text else column.astype(np.float64)
        tensor = triton.InferInput(name, [len(values), 1], "BYTES" if is_text else "FP64")
        tensor.set_data_from_numpy(values.reshape(-1, 1), binary_data=False)
        inputs.append(tensor)
    wanted = [triton.InferRequestedOutput(name, binary_data=False) for name in outputs]
    headers = {"Authorization": f"Bearer {token}"}
    with triton.InferenceServerClient(url.removeprefix("http://")) as client:
        assert client.is_server_live()
        assert client.is_model_ready("fresh", headers=headers)
        answer = client.infer("fresh", inputs, outputs=wanted, headers=headers)
    return {name: answer.as_numpy(name) for name in outputs}


def test_a_model_drawn_at_test_time_answers_as_its_source_by_both_protocols(
    platform: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("ARMILLARY_SEED", secrets.randbits(32)))
    pipeline, frame = drawn_pipeline(np.random.default_rng(seed))
    held_out = drawn_pipeline(np.random.default_rng(seed + 1))[1]
    expected = pipeline.predict_proba(held_out)
    platform.add_tenant("acme")
    token = platform.token("acme", "scientist")

    client = armillary.Client(platform.server.url, token=token)
    version = client.models.register("fresh", pipeline, example=frame, kind="tabular")
    client.deployments.create("fresh", version=version.number)
    answer = client.predict("fresh", held_out.to_dict("records"))
    by_records = np.array(
        [[p.probabilities[label] for label in pipeline.classes_] for p in answer.predictions]
    )
    labels = [p.label for p in answer.predictions]
    metadata = platform.server.client(token).get("/v2/models/fresh").json()
    by_tensors = asked_by_triton(
        platform.server.url, token, held_out, [output["name"] for output in metadata["outputs"]]
    )
    tensor = next(values for values in by_tensors.values() if values.dtype.kind == "f")

    differences = [np.abs(values - expected).max() for values in (by_records, tensor)]
    with capsys.disabled():
        print(f"\nseed {seed}: largest difference {differences[0]:.1e}, /v2 {differences[1]:.1e}")
    assert max(differences) <= TOLERANCE
    assert labels == list(pipeline.predict(held_out))
