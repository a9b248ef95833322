"""Pipelines as people write them, over real rows: what the conversion is judged by.

Each case trains on its own rows. The same list is converted and asked here through ONNX Runtime,
and by the acceptance test through a running server.
"""

from __future__ import annotations

from .case import Case
from .classification import CLASSIFICATION
from .refused import REFUSED
from .regression import REGRESSION

CASES: tuple[Case, ...] = (*CLASSIFICATION, *REGRESSION, *REFUSED)
