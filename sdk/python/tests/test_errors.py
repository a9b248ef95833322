"""The error classes are those of the catalogue."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from armillary import errors

ROOT = Path(__file__).resolve().parents[3]


def test_the_generated_classes_equal_the_catalogue() -> None:
    tool = ROOT / "sdk" / "python" / "tools" / "generate_errors.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], check=False)
    assert done.returncode == 0


def test_every_code_has_a_class_under_its_status() -> None:
    catalogue = yaml.safe_load((ROOT / "contract" / "errors.yaml").read_text())
    assert set(errors.CODES) == set(catalogue)
    for code, entry in catalogue.items():
        assert issubclass(errors.CODES[code], errors.STATUSES[entry["status"]])
        assert errors.CODES[code].retry == entry["retry"]
