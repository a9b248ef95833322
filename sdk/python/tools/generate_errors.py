"""Writes the SDK's error classes from contract/errors.yaml; with --check only compares."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
CATALOGUE = ROOT / "contract" / "errors.yaml"
TARGET = ROOT / "sdk" / "python" / "src" / "armillary" / "_catalogue.py"

_HEAD = '''"""The error classes of the catalogue. Made by tools/generate_errors.py; do not edit.

One class per canonical status, and under it one per code of contract/errors.yaml.
"""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from armillary._errors import ApiError
'''


def class_name(word: str) -> str:
    """``not_found`` -> ``NotFound``."""
    return "".join(part.capitalize() for part in word.split("_"))


def generated(catalogue: dict[str, dict[str, Any]]) -> str:
    """The module's text."""
    parts = [_HEAD]
    statuses = list(dict.fromkeys(entry["status"] for entry in catalogue.values()))
    for status in statuses:
        own = catalogue.get(status)
        doc = own["title"] if own else f"Base of all errors with the status {status}"
        parts.append(_class(status, "ApiError", doc, True if own and own["retry"] else None))
    for code, entry in catalogue.items():
        if code not in statuses:
            base = class_name(entry["status"])
            inherited = catalogue.get(entry["status"], {}).get("retry", False)
            retry = None if entry["retry"] == inherited else entry["retry"]
            parts.append(_class(code, base, entry["title"], retry))
    parts.append("\nSTATUSES: dict[str, type[ApiError]] = {\n")
    parts += [f'    "{status}": {class_name(status)},\n' for status in statuses]
    parts.append("}\nCODES: dict[str, type[ApiError]] = {\n")
    parts += [f'    "{code}": {class_name(code)},\n' for code in catalogue]
    parts.append("}\nNEXT_STEPS: dict[str, str] = {\n")
    for code, entry in catalogue.items():
        parts.append(f'    "{code}": {_quoted(entry["next_step"])},\n')
    return "".join(parts) + "}\n"


def _class(word: str, base: str, doc: str, retry: bool | None) -> str:
    body = f'    """{doc}."""\n' + ("" if retry is None else f"\n    retry = {retry}\n")
    return f"\n\nclass {class_name(word)}({base}):\n{body}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = generated(yaml.safe_load(CATALOGUE.read_text()))
    if not options.check:
        TARGET.write_text(text)
        return 0
    if TARGET.read_text() == text:
        return 0
    sys.stderr.write(
        f"{TARGET} differs from {CATALOGUE}: run sdk/python/tools/generate_errors.py\n"
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
