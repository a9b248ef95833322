"""The benchmark programs beside the server's binary, and what they print."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "build" / "release" / "tests" / "bench"
CALLERS = 64


def run(program: str, pattern: str, folder: Path) -> list[dict[str, Any]]:
    """The results of the benchmarks of `program` whose names match; files go to `folder`."""
    command = [str(PROGRAMS / f"{program}_bench"), f"--benchmark_filter={pattern}"]
    done = subprocess.run(
        [*command, "--benchmark_format=json"],
        check=True,
        cwd=folder,
        env={**os.environ, "ARMILLARY_SOURCE": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    results: list[dict[str, Any]] = json.loads(done.stdout)["benchmarks"]
    if not results:
        raise RuntimeError(f"{program}_bench has no {pattern}")
    return results


class Writes:
    """Durable rows a second: by Database::Write, and by a bare loop with as many rows a commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows_per_commit: list[float] = []

    def ours(self) -> float:
        [result] = run("metadata_write", "^DatabaseWrite/", self._folder)
        self.rows_per_commit.append(result["rows_per_commit"])
        return float(result["items_per_second"])

    def bare(self) -> float:
        rows = min(max(1, round(self.rows_per_commit[-1])), CALLERS)
        [result] = run("metadata_write", f"^BareLoop/{rows}/", self._folder)
        return float(result["items_per_second"])


# What is measured alone: a line for people, program, benchmark.
FUNCTIONS = (
    ("find one of 1,000,000 deployments", "deployment_index", "^Find/1000000$"),
    ("publish one among 1,000,000", "deployment_index", "^Publish/1000000/"),
    ("from an address to a model in memory", "predict", "^ResolveAndPin$"),
    ("infer, 10 fp32 inputs, without HTTP", "predict", "^Infer$"),
    ("records, 1 row of 3 columns, without HTTP", "predict", "^Records/1$"),
    ("the runtime alone, 10 fp32 inputs", "evaluator", "^Run/logistic$"),
    ("read a logistic regression's file", "evaluator", "^Read/logistic$"),
    ("load it", "evaluator", "^Load/logistic$"),
)


def function_times(folder: Path) -> Iterator[tuple[str, float]]:
    """Each of FUNCTIONS and how many nanoseconds of processor it takes."""
    for what, program, pattern in FUNCTIONS:
        [result] = run(program, pattern, folder)
        scale = {"ns": 1.0, "us": 1e3, "ms": 1e6}[result["time_unit"]]
        yield what, float(result["cpu_time"]) * scale
