"""The front door: from a trained model to bytes that the server takes."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import onnx

from armillary.conversion.compile import Compiled, compiled
from armillary.conversion.operators import require_servable
from armillary.conversion.parity import Findings, Proof, missing_columns
from armillary.conversion.serving import Served
from armillary.conversion.signature import (
    EXAMPLES_KEPT,
    SIGNATURE_KEY,
    ColumnSpec,
    ColumnType,
    Signature,
)
from armillary.conversion.source import Source

CONVERSION_KEY = "armillary.conversion"
ENOUGH_ROWS = 100
_LIBRARIES = ("scikit-learn", "lightgbm", "xgboost", "xgboost-cpu", "pandas", "numpy")


class FewExamplesWarning(UserWarning):
    """Parity was proven on fewer rows than it should be."""


@dataclass(frozen=True)
class Conversion:
    """A converted model: the ONNX bytes, what it takes and gives, and how it was proven."""

    content: bytes
    signature: Signature
    findings: Findings
    notes: tuple[str, ...]

    def save(self, path: str | Path) -> None:
        """Writes the ONNX file."""
        Path(path).write_bytes(self.content)

    def served(self) -> Served:
        """The model loaded in ONNX Runtime here, answering records as the server would."""
        return Served(self.content, self.signature)


def convert(model: Any, example: Any) -> Conversion:
    """Converts a fitted model and proves that the result answers as the model does.

    ``model`` is a fitted scikit-learn estimator or pipeline, a LightGBM or an XGBoost estimator.
    ``example`` is the data frame (or array) that it takes, best a few hundred training rows;
    fewer than 100 rows give a FewExamplesWarning. Five rows are kept in the file.

    Raises UnsupportedStep, UnusableExample or ParityError; each says what to change.
    """
    source = Source(model, example)
    if len(source.frame) < ENOUGH_ROWS:
        warnings.warn(
            f"parity is proven on {len(source.frame)} rows only; pass {ENOUGH_ROWS} or more",
            FewExamplesWarning,
            stacklevel=2,
        )
    nullable, demanded = missing_columns(source)
    nullable -= {column.name for column in source.columns if column.kind == "bool"}
    kinds: dict[str, ColumnType] = {
        column.name: _wire_kind(column.kind, column.name in nullable) for column in source.columns
    }
    result = compiled(source, kinds, demanded)
    require_servable(result.model)
    proof = Proof(source, result, _open_signature(source, result, kinds, nullable))
    proven = proof.run()
    used = [column.name for column in proven.columns]
    examples = tuple({n: row[n] for n in used} for row in source.examples[:EXAMPLES_KEPT])
    signature = replace(proven, examples=examples)
    notes = (*result.notes, *proof.findings.fences, *_unused(source, used))
    content = _sealed(result, signature, source, proof.findings)
    return Conversion(content, signature, proof.findings, notes)


def _wire_kind(kind: ColumnType, nullable: bool) -> ColumnType:
    return "double" if kind == "int64" and nullable else kind


def _open_signature(
    source: Source, result: Compiled, kinds: dict[str, ColumnType], nullable: set[str]
) -> Signature:
    columns = tuple(
        ColumnSpec(name, kinds[name], required=name not in nullable, nullable=name in nullable)
        for name in result.inputs
    )
    return Signature(source.task, columns, result.outputs, result.classes)


def _unused(source: Source, used: list[str]) -> tuple[str, ...]:
    return tuple(
        f"column {column.name!r} does not change any answer and is not asked for"
        for column in source.columns
        if column.name not in used
    )


def _sealed(result: Compiled, signature: Signature, source: Source, findings: Findings) -> bytes:
    record = {
        "source": source.key,
        "libraries": _versions(),
        "example_rows": findings.rows,
        "disturbed_rows": findings.disturbed,
        "largest_difference": findings.largest,
    }
    onnx.helper.set_model_props(
        result.model,
        {SIGNATURE_KEY: signature.dumps(), CONVERSION_KEY: json.dumps(record)},
    )
    return bytes(result.model.SerializeToString())


def _versions() -> dict[str, str]:
    found = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


__all__ = ["Conversion", "FewExamplesWarning", "convert"]
