"""Measures the server against its limits on this machine and prints one table.

Each ratio is the median of alternated pairs within this run: the server is pinned to one core, the
load to the other. Timings of a shared machine wander; ratios of pairs much less. Options choose
parts and the number of pairs; `--write` renews the report.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import http_load
import startup

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, the ratio or number, and what it should reach."""

    what: str
    value: float
    reach: str
    detail: str

    def row(self) -> str:
        return f"| {self.what} | {self.value:.2f} | {self.reach} | {self.detail} |"


def pairs(count: int, ours: Callable[[], float], other: Callable[[], float]) -> tuple[float, str]:
    """The median of `count` ratios ours / other, and both medians in words."""
    measured = [(ours(), other()) for _ in range(count)]
    ratio = statistics.median(a / b for a, b in measured)
    a, b = (statistics.median(side) for side in zip(*measured, strict=True))
    return ratio, f"{a:,.0f}/s against {b:,.0f}/s, {count} pairs"


def http_figures(folder: Path, count: int, seconds: int) -> list[Figure]:
    """Health, infer and records, each against its limit."""
    with http_load.Nginx(folder) as nginx, http_load.PinnedServer(folder) as server:
        load = http_load.Load(folder, seconds)
        health = lambda: load.get(f"{server.url}/healthz")  # noqa: E731
        against = pairs(count, health, lambda: load.get(nginx.url))
        infer = pairs(count, lambda: load.post(server.infer), health)
        records = pairs(count, lambda: load.post(server.records), health)
    return [
        Figure("/healthz against nginx, c=32", against[0], ">= 0.45", against[1]),
        Figure("infer, 10 fp32 inputs, against /healthz", infer[0], ">= 0.35", infer[1]),
        Figure("records, 10 columns, against /healthz", records[0], ">= 0.25", records[1]),
    ]


def startup_figures(folder: Path, models: int) -> list[Figure]:
    """Registering and deploying by the API, and the start with what that left."""
    rate, ready = startup.measure(folder, models)
    return [
        Figure("register + deploy, 8 clients, per second", rate, ">= 100", f"{models:,} models"),
        Figure("start to ready, seconds", ready, "<= 2", f"{models:,} deployed models"),
    ]


def machine() -> str:
    """Where and on what this was measured."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.strip()
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line for line in lines if "model name" in line]
    processor = names[0].split(":")[1].strip() if names else platform.processor()
    return f"{time.strftime('%Y-%m-%d')}, commit {revision}, {len(names)} x {processor}"


def report(figures: list[Figure], command: str) -> str:
    """The page."""
    lines = [
        "# First slice: figures",
        "",
        f"Measured {machine()}; `{command}`. Load average when it began: {LOAD}.",
        "",
        "| what | measured | reach | detail |",
        "|---|---|---|---|",
        *(figure.row() for figure in figures),
    ]
    return "\n".join(lines) + "\n"


LOAD = Path("/proc/loadavg").read_text().split()[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=2, help="of each load")
    parser.add_argument("--models", type=int, default=1000, help="to register, deploy, start with")
    parser.add_argument("--write", type=Path, help="a file for the report")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = http_figures(Path(name), arguments.pairs, arguments.seconds)
        figures += startup_figures(Path(name), arguments.models)
    text = report(figures, f"./dev bench --pairs {arguments.pairs} --models {arguments.models}")
    print(text)
    if arguments.write:
        arguments.write.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
