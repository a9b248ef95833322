"""The fitted model as its author has it: what it takes, and what it answers for a record."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from armillary._wire import sendable
from armillary.conversion.dispatch import class_key, final_estimator
from armillary.conversion.errors import UnsupportedStep, UnusableExample
from armillary.conversion.signature import MOST_CHARACTERS, ColumnType, Record, Task
from armillary.conversion.table import Missing

Array = npt.NDArray[Any]


_INT64_LIMIT = 2**63


class SourceRefused(Exception):
    """The source raised, or answered something that is no finite number."""


@dataclass(frozen=True)
class SourceColumn:
    """One column as the source was trained on it."""

    name: str
    kind: ColumnType
    dtype: Any
    missing: Missing = "nan"
    categories: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Answers:
    """What a model answers for some rows; what it does not give is None."""

    labels: list[Any] | None = None
    probabilities: Array | None = None
    values: Array | None = None


class Source:
    """A fitted estimator or pipeline together with example rows.

    Raises UnusableExample where the example cannot be what the model was trained on, and
    UnsupportedStep where the model does not say enough about itself.
    """

    def __init__(self, model: Any, example: Any) -> None:
        self.model = model
        self.final = final_estimator(model)
        self.key = class_key(self.final)
        _require_estimator(self.key)
        frame, self._as_array = _features(model, example)
        self.frame = frame
        self.task: Task = "regression" if _is_regressor(self.final) else "classification"
        self.columns = tuple(_column(frame, name) for name in frame.columns)

    @functools.cached_property
    def examples(self) -> list[Record]:
        """The example rows as records."""
        lists = {name: [sendable(v) for v in self.frame[name]] for name in self.frame.columns}
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]

    def answer(self, records: Sequence[Mapping[str, Any]], probabilities: bool) -> Answers:
        """What the source answers for records. Raises SourceRefused where it does not."""
        frame = self.frame_of(records)
        given = frame.to_numpy() if self._as_array else frame
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with np.errstate(all="ignore"):
                answers = self._ask(given, probabilities)
        _require_finite(answers)
        return answers

    def _ask(self, given: Any, probabilities: bool) -> Answers:
        # Whatever a model raises about a value is its refusal of that value.
        try:
            if self.task == "regression":
                values = np.asarray(self.model.predict(given), dtype=np.float64)
                return Answers(values=values.reshape(len(values), -1)[:, 0])
            labels = [plain_label(label) for label in np.asarray(self.model.predict(given))]
            if not probabilities:
                return Answers(labels=labels)
            shares = np.asarray(self.model.predict_proba(given), dtype=np.float64)
        except Exception as error:
            first_line = str(error).strip().partition("\n")[0]
            raise SourceRefused(f"{type(error).__name__}: {first_line}") from error
        return Answers(labels=labels, probabilities=shares)

    def frame_of(self, records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """Records as a data frame of the types that the source was trained on."""
        return pd.DataFrame(
            {column.name: _series(column, [r[column.name] for r in records])
             for column in self.columns}
        )  # fmt: skip


def plain_label(label: Any) -> str | int:
    """A label as text or a whole number. Raises ValueError for anything else."""
    if isinstance(label, str):
        return str(label)
    if float(label) == int(label):
        return int(label)
    raise ValueError(f"the label {label!r} is neither text nor a whole number")


def _require_estimator(key: str) -> None:
    if key.endswith(".Booster"):
        library = key.split(".", maxsplit=1)[0]
        wrapper = {"lightgbm": "LGBMClassifier", "xgboost": "XGBClassifier"}.get(library, "")
        raise UnsupportedStep(
            "model",
            f"a bare {key} does not know its class labels",
            f"Train with {library}.{wrapper} or the regressor beside it",
        )


def _is_regressor(final: Any) -> bool:
    return getattr(final, "_estimator_type", "") == "regressor" or _tagged(final) == "regressor"


def _tagged(final: Any) -> str:
    try:
        return str(final.__sklearn_tags__().estimator_type)
    except AttributeError:
        return ""


def _features(model: Any, example: Any) -> tuple[pd.DataFrame, bool]:
    names = _trained_names(model)
    if not isinstance(example, pd.DataFrame):
        array = np.asarray(example)
        if array.ndim != 2:
            raise UnusableExample(None, "is no table of rows", "Pass the training data frame")
        return pd.DataFrame(array, columns=[f"x{i}" for i in range(array.shape[1])]), True
    if len(example) == 0:
        raise UnusableExample(None, "has no rows", "Pass at least 100 rows of training data")
    frame = example.reset_index(drop=True)
    frame.columns = [str(name) for name in frame.columns]
    if frame.columns.duplicated().any():
        twice = str(frame.columns[frame.columns.duplicated()][0])
        raise UnusableExample(twice, "is there twice", "Give each column a name of its own")
    if names is None:
        _require_positions(example)
        return frame, True
    if names == [name.replace(" ", "_") for name in frame.columns]:
        return frame, False  # LightGBM keeps names without blanks
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise UnusableExample(
            missing[0], "was trained on but is not in the example", "Pass the training data frame"
        )
    return frame[names], False


def _trained_names(model: Any) -> list[str] | None:
    names = getattr(_first_step(model), "feature_names_in_", None)
    if names is None:
        return None
    plain = [str(name) for name in names]
    return None if plain == [f"Column_{i}" for i in range(len(plain))] else plain


def _first_step(model: Any) -> Any:
    """The first that sees the data as it comes and remembers its names."""
    while hasattr(model, "steps"):
        steps = [step for _, step in model.steps if step not in (None, "passthrough")]
        model = steps[0] if steps else None
    return model


def _require_positions(example: pd.DataFrame) -> None:
    """A model without names takes columns by position; names in another order would be lost."""
    if list(example.columns) == list(range(len(example.columns))):
        return
    raise UnusableExample(
        None,
        "has names for its columns, but the model was fitted without any",
        "Fit the model on the data frame, or pass an array with the columns in the order of "
        "training",
    )


def _column(frame: pd.DataFrame, name: str) -> SourceColumn:
    series = frame[name]
    dtype = series.dtype
    if name.startswith("/"):
        raise UnusableExample(name, "begins with '/'", "Rename it")
    if len(name) > MOST_CHARACTERS:
        raise UnusableExample(name, f"has more than {MOST_CHARACTERS} characters", "Rename it")
    if isinstance(dtype, pd.CategoricalDtype):
        return _category_column(name, dtype)
    if pd.api.types.is_bool_dtype(dtype):
        return SourceColumn(name, "bool", dtype)
    if pd.api.types.is_integer_dtype(dtype):
        return SourceColumn(name, "int64", dtype)
    if pd.api.types.is_float_dtype(dtype):
        return SourceColumn(name, "float" if dtype == np.float32 else "double", dtype)
    if pd.api.types.is_object_dtype(dtype) or isinstance(dtype, pd.StringDtype):
        return SourceColumn(name, "string", dtype, _missing_kind(series))
    raise UnusableExample(
        name, f"is of type {dtype}", "Turn it into numbers or text before training"
    )


def _category_column(name: str, dtype: pd.CategoricalDtype) -> SourceColumn:
    categories = tuple(sendable(category) for category in dtype.categories)
    if all(isinstance(category, str) for category in categories):
        return SourceColumn(name, "string", dtype, "nan", categories)
    if all(isinstance(category, int) and category is not True for category in categories):
        return SourceColumn(name, "int64", dtype, "nan", categories)
    if all(isinstance(category, int | float) for category in categories):
        return SourceColumn(name, "double", dtype, "nan", categories)
    raise UnusableExample(name, "mixes kinds of categories", "Make them all text or all numbers")


def _missing_kind(series: pd.Series[Any]) -> Missing:
    name = str(series.name)
    present = series[series.notna()]
    for value in present:
        if not isinstance(value, str):
            raise UnusableExample(
                name,
                f"holds {type(value).__name__} where the column is text",
                "Convert it: frame[column].astype('float64') for numbers, .astype('str') for text",
            )
    kinds = {type(value).__name__ for value in series[series.isna()]}
    if "NAType" in kinds or series.dtype == pd.StringDtype(na_value=pd.NA):
        raise UnusableExample(name, "marks missing text by pd.NA", "Use .astype('str') (NaN)")
    if len(kinds) > 1:
        raise UnusableExample(
            name, "marks missing text in two ways, None and NaN", "Use one: .fillna(np.nan)"
        )
    if kinds:
        return "none" if "NoneType" in kinds else "nan"
    return "none" if series.dtype == object else "nan"


def _series(column: SourceColumn, values: list[Any]) -> pd.Series[Any]:
    if column.categories is not None:
        known = list(column.categories)
        fresh = dict.fromkeys(v for v in values if v is not None and v not in known)
        return pd.Series(pd.Categorical(values, categories=[*known, *fresh]))
    if column.kind == "string":
        marker = None if column.missing == "none" else np.nan
        filled = [marker if value is None else value for value in values]
        return pd.Series(filled, dtype=column.dtype)
    if any(value is None for value in values):
        if column.kind == "bool":
            return pd.Series(values, dtype=object)
        wide = np.float32 if column.kind == "float" else np.float64
        return pd.Series([np.nan if v is None else v for v in values], dtype=wide)
    return pd.Series(values, dtype=_roomy(column, values))


def _roomy(column: SourceColumn, values: list[Any]) -> Any:
    """The column's type, or int64 for whole numbers that its own type cannot hold."""
    if column.kind != "int64":
        return column.dtype
    if any(isinstance(value, float) and value != int(value) for value in values):
        return np.float64
    limits = np.iinfo(getattr(column.dtype, "numpy_dtype", column.dtype))
    if all(limits.min <= value <= limits.max for value in values):
        return column.dtype
    return np.int64 if all(abs(value) < _INT64_LIMIT for value in values) else np.float64


def _require_finite(answers: Answers) -> None:
    for numbers in (answers.probabilities, answers.values):
        if numbers is not None and not np.isfinite(numbers).all():
            raise SourceRefused("the source answers NaN or infinity")
