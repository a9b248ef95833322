"""Runs every fuzz target of build/fuzz for a while, from the committed seeds and what earlier runs
found, and ends with a table. Exits 1 if one crashed, leaked, hung or grew; build/fuzz/found keeps
the input.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "fuzz"
FOUND = BUILD / "found"
# Where a target's seeds are, unless in corpus/<target>.
SEEDS = {"read_onnx": ROOT / "src" / "inference" / "testdata"}
DICTIONARIES = {"infer_json": "json.dict", "records_json": "json.dict"}
LONGEST_INPUT = {"read_onnx": 65_536}


@dataclass(frozen=True)
class Run:
    """One target's time: how often it was called, and what it said if it failed."""

    target: str
    runs: int
    inputs: int
    failure: str

    def row(self) -> str:
        verdict = "FAILED" if self.failure else "ok"
        return f"{self.target:14} {self.runs:12,} runs {self.inputs:7,} inputs  {verdict}"


def command(target: str, program: Path, seconds: int) -> list[str]:
    """The target's command line; new inputs go to the first folder."""
    corpus = BUILD / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    line = [str(program), f"-max_total_time={seconds}", f"-artifact_prefix={FOUND}/{target}-"]
    line += [f"-max_len={LONGEST_INPUT.get(target, 4096)}", "-timeout=10", "-rss_limit_mb=1024"]
    if target in DICTIONARIES:
        line.append(f"-dict={HERE / DICTIONARIES[target]}")
    return [*line, str(corpus), str(SEEDS.get(target, HERE / "corpus" / target))]


def fuzz(program: Path, seconds: int) -> Run:
    target = program.name.removesuffix("_fuzz")
    done = subprocess.run(
        command(target, program, seconds),
        check=False,
        env={**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    ran = re.search(r"Done (\d+) runs", done.stderr)
    kept = re.findall(r"corp: (\d+)/", done.stderr)
    failure = "" if done.returncode == 0 and ran else "\n".join(done.stderr.splitlines()[-60:])
    return Run(target, int(ran[1]) if ran else 0, int(kept[-1]) if kept else 0, failure)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=int, default=60, help="for each target")
    parser.add_argument("--only", action="append", help="this target; may be repeated")
    choice = parser.parse_args()
    programs = sorted(
        program
        for program in (BUILD / "tests" / "fuzz").glob("*_fuzz")
        if not choice.only or program.name.removesuffix("_fuzz") in choice.only
    )
    FOUND.mkdir(parents=True, exist_ok=True)
    runs = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for run in pool.map(lambda program: fuzz(program, choice.seconds), programs):
            print(run.row(), flush=True)
            runs.append(run)
    failed = [run for run in runs if run.failure]
    for run in failed:
        print(f"\n{run.target}:\n{run.failure}")
    total = sum(run.runs for run in runs)
    print(f"fuzz: {len(runs)} targets, {total:,} runs, {len(failed)} failed")
    return 1 if failed or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
