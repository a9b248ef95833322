"""What a model takes and gives: the signature that travels inside the ONNX file.

A signature is compact JSON (schema: ``contract/signature.schema.json``) in the file's
``metadata_props`` under ``armillary.signature``. A reader of records, the server above all,
follows these rules exactly:

**Columns.** ``columns`` lists the graph's inputs in the graph's order; a column's name is the
input's name. A record is a JSON object whose keys are column names. Keys that are no column are
ignored and reported, never an error. For N records each column becomes one tensor ``[N, 1]`` of
its type (``[N, size]`` where ``size`` is given; the record then holds an array of ``size``
numbers, none of them null; such a column is required and never nullable). A name has at most 250
characters.

=========  ==================  ===============================================================
type       tensor              accepted JSON
=========  ==================  ===============================================================
string     string              a string of UTF-8 without U+0000 and not equal to U+FDD0
double     float64             a number
float      float32             a number, rounded to the nearest float32; overflow is refused
int64      int64               a number without a fraction (``12`` and ``12.0``), within 64 bits
bool       bool                ``true`` or ``false``
=========  ==================  ===============================================================

**Absent.** A key that is not there counts as ``default`` (null if none is given) where
``required`` is false, and is refused where it is true.

**Missing.** ``null`` is refused unless ``nullable`` is true. Then it is NaN for double and float,
and the string given as ``missing`` for string. Columns of type int64 and bool are never
nullable: a whole-number column that may be missing is declared double. No caller may send the
string given as ``missing`` (it is the noncharacter U+FDD0); empty text is a value, not missing.

**Fences.** ``minimum`` and ``maximum`` (inclusive) and ``categories`` (the only accepted values)
bound what was proven equal to the source or what the source itself accepts. A value outside is
refused; null is not subject to them. Without a fence any value of the type is accepted, for
double and float any finite one. Fences hold for tensors sent over the inference protocol too;
there a NaN is a null and U+FDD0 is a missing text.

**Outputs.** ``outputs`` names graph outputs by meaning:

- ``label``: ``[N]`` or ``[N, 1]``, string or int64: the predicted class.
- ``probabilities``: ``[N, C]``, float32 or float64, C = number of ``classes`` in their order.
  Where ``classes`` is absent the reader answers the row as an array. Labels have at most 250
  characters, 64 KiB together, and differ from each other as text too.
- ``value``: ``[N]`` or ``[N, 1]``, float32 or float64: the predicted number (regression).

The real shape of an answer counts, not the one that the file declares.

``examples`` holds up to five records of the example data, ready to be sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

SIGNATURE_KEY = "armillary.signature"
MISSING_TEXT = "\ufdd0"
FORMAT = 1
EXAMPLES_KEPT = 5
MOST_CHARACTERS = 250  # of a column's name and of a label
MOST_LABEL_BYTES = 64 * 1024  # of all labels together

ColumnType = Literal["string", "double", "float", "int64", "bool"]
Task = Literal["classification", "regression"]
Value = str | float | int | bool | None
Record = dict[str, Any]


def labels_fault(labels: Iterable[str | int]) -> str | None:
    """Why a server does not take these class labels; None where it does."""
    texts = [str(label) for label in labels]
    if len(set(texts)) < len(texts):
        return "two class labels are the same text"
    if any(len(text) > MOST_CHARACTERS for text in texts):
        return f"a class label has more than {MOST_CHARACTERS} characters"
    if sum(len(text.encode()) for text in texts) > MOST_LABEL_BYTES:
        return f"the class labels have more than {MOST_LABEL_BYTES} bytes together"
    return None


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a record; see the module's rules."""

    name: str
    type: ColumnType
    required: bool = True
    nullable: bool = False
    default: Value = None
    categories: tuple[Value, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    size: int = 1

    def to_json(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "required": self.required,
            "nullable": self.nullable,
        }
        if not self.required:
            document["default"] = self.default
        if self.nullable and self.type == "string":
            document["missing"] = MISSING_TEXT
        if self.categories is not None:
            document["categories"] = list(self.categories)
        if self.minimum is not None:
            document["minimum"] = self.minimum
        if self.maximum is not None:
            document["maximum"] = self.maximum
        if self.size != 1:
            document["size"] = self.size
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> ColumnSpec:
        categories = document.get("categories")
        return cls(
            name=document["name"],
            type=document["type"],
            required=document["required"],
            nullable=document.get("nullable", False),
            default=document.get("default"),
            categories=None if categories is None else tuple(categories),
            minimum=document.get("minimum"),
            maximum=document.get("maximum"),
            size=document.get("size", 1),
        )


@dataclass(frozen=True)
class Signature:
    """Everything a reader of records must know about a model."""

    task: Task
    columns: tuple[ColumnSpec, ...]
    outputs: Mapping[str, str]
    classes: tuple[str | int, ...] | None = None
    examples: tuple[Record, ...] = ()

    def column(self, name: str) -> ColumnSpec:
        """The column of that name. Raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "format": FORMAT,
            "task": self.task,
            "columns": [column.to_json() for column in self.columns],
            "outputs": dict(self.outputs),
        }
        if self.classes is not None:
            document["classes"] = list(self.classes)
        document["examples"] = list(self.examples)
        return document

    def dumps(self) -> str:
        return json.dumps(
            self.to_json(), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )

    @classmethod
    def loads(cls, text: str) -> Signature:
        """Raises ValueError where the text is no signature of format 1."""
        try:
            document = cast(dict[str, Any], json.loads(text))
            if document["format"] != FORMAT:
                raise ValueError(f"signature format {document['format']!r} is not {FORMAT}")
            classes = document.get("classes")
            return cls(
                task=document["task"],
                columns=tuple(ColumnSpec.from_json(column) for column in document["columns"]),
                outputs=document["outputs"],
                classes=None if classes is None else tuple(classes),
                examples=tuple(document.get("examples", ())),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a signature: {error!r}") from error
