"""Why a model could not be converted.

ConversionError
    ├── UnsupportedStep    a step has no exact form among the operators that the server runs
    ├── UnusableExample    the example data cannot be what the model was trained on
    ├── ParityError        source and converted model differ and no fence can keep callers away
    └── UnservableGraph    an ONNX file that the server would refuse
"""

from __future__ import annotations

from typing import Any


class ConversionError(Exception):
    """Base of everything that ``convert`` refuses."""


class UnsupportedStep(ConversionError):
    """A step, named as in the pipeline, that cannot be expressed exactly, and what to do."""

    def __init__(self, step: str, reason: str, advice: str) -> None:
        super().__init__(f"step {step}: {reason}. {advice}.")
        self.step = step
        self.reason = reason
        self.advice = advice


class UnusableExample(ConversionError):
    """The example does not fit the model."""

    def __init__(self, column: str | None, reason: str, advice: str) -> None:
        where = "example" if column is None else f"column {column!r}"
        super().__init__(f"{where}: {reason}. {advice}.")
        self.column = column
        self.reason = reason
        self.advice = advice


class ParityError(ConversionError):
    """Source and converted model answer differently for one row."""

    def __init__(
        self, column: str | None, row: dict[str, Any], source: Any, served: Any, advice: str
    ) -> None:
        where = "an example row" if column is None else f"column {column!r}"
        super().__init__(
            f"{where}: the source answers {source!r}, the converted model {served!r}, "
            f"for the row {row!r}. {advice}."
        )
        self.column = column
        self.row = row
        self.source = source
        self.served = served
        self.advice = advice


class UnservableGraph(ConversionError):
    """An ONNX graph outside what the server runs."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}. {advice}.")
        self.reason = reason
        self.advice = advice
