"""Answers records with ONNX Runtime by a signature, as the server does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnxruntime

from armillary.conversion.records import tensors
from armillary.conversion.signature import Signature
from armillary.conversion.source import Answers, plain_label


class Served:
    """A converted model, loaded. Raises what ONNX Runtime raises for a broken file."""

    def __init__(self, content: bytes, signature: Signature) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )
        self.signature = signature

    def answer(self, records: Sequence[Mapping[str, Any]]) -> Answers:
        """Raises RecordRefused for the first record that the signature does not admit."""
        feeds = tensors(self.signature, records)
        meanings = list(self.signature.outputs)
        wanted = [self.signature.outputs[meaning] for meaning in meanings]
        found = dict(zip(meanings, self._session.run(wanted, feeds), strict=True))
        labels = found.get("label")
        value = found.get("value")
        return Answers(
            labels=None if labels is None else [plain_label(v) for v in np.ravel(labels)],
            probabilities=found.get("probabilities"),
            values=None if value is None else np.ravel(value).astype(np.float64),
        )
