"""Converts trained models to the uniform format and proves that they still answer the same."""

from armillary.conversion.convert import Conversion, FewExamplesWarning, convert
from armillary.conversion.errors import (
    ConversionError,
    ParityError,
    UnservableGraph,
    UnsupportedStep,
    UnusableExample,
)
from armillary.conversion.records import RecordRefused
from armillary.conversion.signature import ColumnSpec, Signature

__all__ = [
    "ColumnSpec",
    "Conversion",
    "ConversionError",
    "FewExamplesWarning",
    "ParityError",
    "RecordRefused",
    "Signature",
    "UnservableGraph",
    "UnsupportedStep",
    "UnusableExample",
    "convert",
]
