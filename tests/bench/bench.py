"""Measures the server against its limits on this machine and prints one table.

Each ratio is the median of alternated pairs within this run: the server is pinned to one core, the
load to the other. Timings of a shared machine wander; ratios of pairs much less. Options choose
parts and the number of pairs; `--write` makes a report.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import http_load
import pages
import programs
import revocation
import startup
import streams

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
    """The median of `count` ratios ours / other; in words both medians and the ratios' spread."""
    measured = [(ours(), other()) for _ in range(count)]
    ratios = [a / b for a, b in measured]
    a, b = (statistics.median(side) for side in zip(*measured, strict=True))
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    return statistics.median(ratios), f"{a:,.0f}/s against {b:,.0f}/s, {count} pairs: {spread}"


def http_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """Health, infer and records, each against its limit."""
    count = choice.pairs
    with http_load.Nginx(folder) as nginx, http_load.PinnedServer(folder) as server:
        load = http_load.Load(folder, choice.seconds)
        health = lambda: load.get(f"{server.url}/healthz")  # noqa: E731
        against = pairs(count, health, lambda: load.get(nginx.url))
        infer = pairs(count, lambda: load.post(server.infer), health)
        records = pairs(count, lambda: load.post(server.records), health)
    return [
        Figure("/healthz against nginx, c=32", against[0], ">= 0.45", against[1]),
        Figure("infer, 10 fp32 inputs, against /healthz", infer[0], ">= 0.35", infer[1]),
        Figure("records, 10 columns, against /healthz", records[0], ">= 0.25", records[1]),
    ]


def tls_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """Health, infer and records over TLS on connections that are kept, each against plain."""
    with (
        http_load.TlsServer(folder / "tls") as tls,
        http_load.PinnedServer(folder / "plain") as plain,
    ):
        load = http_load.Load(folder, choice.seconds)
        measured = {
            "/healthz": pairs(
                choice.pairs,
                lambda: load.get(f"{tls.url}/healthz"),
                lambda: load.get(f"{plain.url}/healthz"),
            ),
            "infer, 10 fp32 inputs,": pairs(
                choice.pairs, lambda: load.post(tls.infer), lambda: load.post(plain.infer)
            ),
            "records, 10 columns,": pairs(
                choice.pairs, lambda: load.post(tls.records), lambda: load.post(plain.records)
            ),
        }
    return [
        Figure(
            f"{what} over TLS, kept connections, c=32, to plain",
            ratio,
            ">= 0.7" if what == "/healthz" else "",
            words,
        )
        for what, (ratio, words) in measured.items()
    ]


def write_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """Durable small writes against SQLite alone, on the same disk."""
    writes = programs.Writes(folder)
    ratio, words = pairs(choice.pairs, writes.ours, writes.bare)
    words += f"; {statistics.median(writes.rows_per_commit):.0f} rows a commit"
    return [Figure("durable writes, 64 in flight, against bare SQLite", ratio, ">= 0.6", words)]


def function_figures(folder: Path, _choice: argparse.Namespace) -> list[Figure]:
    """Single functions, which have no limit of their own."""
    return [
        Figure(f"{what}, microseconds", nanoseconds / 1000, "", "processor time")
        for what, nanoseconds in programs.function_times(folder)
    ]


def startup_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """Registering and deploying by the API, and the start with what that left."""
    models = choice.models
    rate, ready = startup.measure(folder, models)
    return [
        Figure("register + deploy, 8 clients, per second", rate, ">= 100", f"{models:,} models"),
        Figure("start to ready, seconds", ready, "<= 2", f"{models:,} deployed models"),
    ]


def stream_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """Open streams, and an event for all of them."""
    count = choice.streams
    found = streams.measure(folder, count)
    each = f"resident, after {streams.EVENTS} events; {found.mib_more * 1024 / count:.1f} KiB each"
    to_one = f"the slowest of {streams.EVENTS}; one stream alone {found.seconds_to_one:.2f}, "
    ratio = f"{found.seconds_to_all / found.seconds_to_one:.1f} times that"
    return [
        Figure(f"{count:,} open streams, MiB more", found.mib_more, "<= 64", each),
        Figure(
            f"an event reaches {count:,} streams, seconds",
            found.seconds_to_all,
            "<= 1",
            to_one + ratio,
        ),
    ]


def revocation_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """From the answer to a revocation until it holds everywhere."""
    connections = 2 * revocation.CONNECTIONS
    return [
        Figure(
            f"{what} revoked until refused on {connections} connections to 2 servers, p99 seconds",
            found.p99(),
            "<= 1",
            f"{found.words()}; beside {load:,.0f} requests/s",
        )
        for what, (found, load) in revocation.measure(folder, choice.trials).items()
    ]


def page_figures(folder: Path, choice: argparse.Namespace) -> list[Figure]:
    """The pages in Chromium."""
    found = pages.measure(folder, choice.listed)
    first, bare = found.answered, found.bare
    few, many, there = found.with_few, found.with_all, found.seen_by_other
    use = (
        f"median of {len(first.each)}, most {first.most / 1000:.2f}; rows after "
        f"{found.shown.median / 1000:.2f}; {first.median / bare.median:.1f} times a bare answer"
    )
    steps = (
        f"{len(many.each)} keys: median {many.median:.0f}; with the first {found.few} models "
        f"{few.median:.0f}, so {many.median / few.median:.1f} times that"
    )
    seen = (
        f"the slowest of {len(there.each)}, from the click; median {there.median / 1000:.2f}, in "
        f"the own page {found.seen_by_own.median / 1000:.2f}"
    )
    models = f"{found.models:,} models"
    return [
        Figure("first page, JS + CSS, packed, KiB", pages.first_page_kib(), "<= 350", ""),
        Figure("first page usable, seconds", first.median / 1000, "<= 1.5", use),
        Figure(f"a key in a list of {models}, ms", many.most, "< 100", steps),
        Figure(f"rows in the page, of {models}", found.rows, "< 60", "the most of all steps"),
        Figure("a deployment seen in a second browser, s", there.most / 1000, "<= 1", seen),
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
        "# Figures",
        "",
        f"Measured {machine()}; `{command}`. Load average when it began: {LOAD}.",
        "",
        "| what | measured | reach | detail |",
        "|---|---|---|---|",
        *(figure.row() for figure in figures),
    ]
    return "\n".join(lines) + "\n"


LOAD = Path("/proc/loadavg").read_text().split()[0]
PARTS = {
    "http": http_figures,
    "tls": tls_figures,
    "writes": write_figures,
    "startup": startup_figures,
    "functions": function_figures,
    "streams": stream_figures,
    "revocation": revocation_figures,
    "pages": page_figures,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; may be repeated")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=2, help="of each load")
    parser.add_argument("--models", type=int, default=1000, help="to register, deploy, start with")
    parser.add_argument("--streams", type=int, default=2000, help="to open at once")
    parser.add_argument("--trials", type=int, default=500, help="of each kind of revocation")
    parser.add_argument("--listed", type=int, default=10_000, help="models in a list of a page")
    parser.add_argument("--write", type=Path, help="a file for the report")
    choice = parser.parse_args()
    figures = []
    # Beside the build, which lies on a disk: /tmp may be memory, where nothing is durable.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "build") as name:
        for part in choice.only or PARTS:
            figures += PARTS[part](Path(name), choice)
    text = report(figures, " ".join(["./dev bench", *sys.argv[1:]]))
    print(text)
    if choice.write:
        choice.write.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
