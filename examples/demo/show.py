"""Trains, serves and asks for each customer, and shows what came of it."""

from __future__ import annotations

import json
import shlex
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import churn
import numpy as np
import pandas as pd
import stopping
from rich import box
from rich.console import Console
from rich.table import Table
from server import Server

import armillary

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "demo"
MODEL = "churn"
LATENCY_SAMPLES = 200
TITLE = "One model per customer, asked about rows it has not seen"
DIM: Any = {"markup": False, "style": "dim", "soft_wrap": True}
SHELL: Any = {"shell": True, "cwd": ROOT, "capture_output": True, "text": True}

console = Console(highlight=False, width=max(100, Console().width))


@dataclass(frozen=True)
class Outcome:
    """One line of the table at the end."""

    customer: churn.Customer
    auc: float
    naive_auc: float
    largest_difference: float
    labels_differ: int
    p50_ms: float


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is being done while it is, and how long it took."""
    started = time.monotonic()
    with console.status(what):
        yield
        stopping.check()
    console.print(f"  {what:<58} {time.monotonic() - started:6.1f} s")


def token_of(operator: armillary.Client, tenant: str) -> str:
    """A scientist's token of the tenant, kept in the demo's folder for the next start."""
    file = FOLDER / f"{tenant}.token"
    if file.exists():
        try:
            armillary.Client(operator.url, file.read_text().strip()).who_am_i()
            return file.read_text().strip()
        except armillary.ArmillaryError:
            file.unlink()
    made = operator.tokens.create(tenant=tenant, role="scientist")
    file.touch(mode=0o600)
    file.write_text(made.token + "\n")
    return made.token


def ensure_tenant(operator: armillary.Client, name: str) -> None:
    """Makes the tenant unless an earlier start did."""
    with suppress(armillary.errors.AlreadyExists):
        operator.tenants.create(name)


def ensure_model(client: armillary.Client, model: Any, frame: pd.DataFrame) -> None:
    """Registers and deploys the model unless an earlier start did."""
    try:
        client.deployments.get(MODEL)
    except armillary.errors.NotFound:
        version = client.models.register(MODEL, model, example=frame, kind="tabular")
        client.deployments.create(MODEL, version=version.number)


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as an application sends them; a missing number is null."""
    records: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=15))
    return records


def latency_ms(client: armillary.Client, records: list[dict[str, Any]]) -> float:
    """Median of single-record requests over one kept connection, as the client sees it."""
    times = []
    for record in (records * LATENCY_SAMPLES)[:LATENCY_SAMPLES]:
        started = time.perf_counter()
        client.predict(MODEL, [record])
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def serve_customer(
    operator: armillary.Client, customer: churn.Customer, data: pd.DataFrame
) -> Outcome:
    """Trains, deploys and asks: everything that one customer needs."""
    seen, unseen = customer.split(data)
    inputs, held_out = churn.features(seen), churn.features(unseen)
    with step(f"{customer.name}: train {customer.algorithm} on {len(seen)} rows"):
        model = churn.pipeline(customer, inputs).fit(inputs, seen["churn"])
    with step(f"{customer.name}: convert, prove parity, register, deploy"):
        ensure_tenant(operator, customer.name)
        client = armillary.Client(operator.url, token_of(operator, customer.name))
        ensure_model(client, model, inputs)
    with step(f"{customer.name}: ask about {len(unseen)} rows it has not seen"):
        records = records_of(held_out)
        answers = client.predict(MODEL, records).predictions
        served = np.array([[a.probabilities["No"], a.probabilities["Yes"]] for a in answers])
        latency = latency_ms(client, records)
    expected = model.predict_proba(held_out)
    labels = model.predict(held_out)
    return Outcome(
        customer=customer,
        auc=churn.area_under_curve(unseen["churn"], served[:, 1]),
        naive_auc=churn.area_under_curve(unseen["churn"], churn.naive_score(held_out)),
        largest_difference=float(np.abs(served - expected).max()),
        labels_differ=int(sum(a.label != label for a, label in zip(answers, labels, strict=True))),
        p50_ms=latency,
    )


def show_table(outcomes: list[Outcome]) -> None:
    """One line for each customer."""
    table = Table(title=TITLE, box=box.SIMPLE_HEAD)
    table.add_column("tenant", no_wrap=True)
    table.add_column("algorithm", no_wrap=True)
    for heading in ("rows", "AUC", "by tenure", "largest diff.", "labels differ", "p50"):
        table.add_column(heading, justify="right")
    for o in outcomes:
        table.add_row(
            o.customer.name,
            o.customer.algorithm,
            f"{o.customer.rows:,}",
            f"{o.auc:.3f}",
            f"{o.naive_auc:.3f}",
            f"{o.largest_difference:.1e}",
            str(o.labels_differ),
            f"{o.p50_ms:.2f} ms",
        )
    console.print(table)


def show_link(operator: armillary.Client) -> None:
    """Where a person looks at all this."""
    made = operator.sign_in_links.create()
    console.print("Open the workbench (the link is good once, for five minutes):")
    console.print(f"  {operator.url}{made.path}", markup=False, soft_wrap=True)


def refusal(client: armillary.Client, tenant: str, model: str, record: dict[str, Any]) -> str:
    """What a prediction that must not succeed is answered, without the request's id."""
    try:
        client.predict(model, [record], tenant=tenant)
    except armillary.errors.NotFound as error:
        return f"{error.problem.http_status} {error.code}: {error.problem.message}"
    raise SystemExit(f"{tenant}/{model} answered, though it must not")


def show_wall(url: str, record: dict[str, Any]) -> None:
    """acme asks for globex's model and for one that nobody has: the same answer."""
    acme = armillary.Client(url, (FOLDER / "acme.token").read_text().strip())
    foreign = refusal(acme, "globex", MODEL, record)
    missing = refusal(acme, "acme", "no-such-model", record)
    console.print("The wall: acme's token asks for")
    console.print(f"  globex's model            {foreign}")
    console.print(f"  a model that nobody has   {missing}")
    if foreign != missing:
        raise SystemExit("the two answers differ")


def write_samples(record: dict[str, Any]) -> None:
    """Files for the lines to paste."""
    (FOLDER / "customer.json").write_text(json.dumps(record, indent=1) + "\n")
    (FOLDER / "request.json").write_text(json.dumps({"records": [record]}) + "\n")


def lines_to_paste(url: str) -> list[str]:
    """A curl, a Python snippet and a CLI call, each of which works in a shell at the root."""
    folder = FOLDER.relative_to(ROOT)
    token = f"$(cat {folder}/acme.token)"
    python = (
        "import armillary, json; "
        f'print(armillary.Client().predict("{MODEL}", [json.load(open("{folder}/customer.json"))]))'
    )
    settings = f'ARMILLARY_URL={url} ARMILLARY_TOKEN="{token}"'
    return [
        f'curl -s {url}/predict/{MODEL} -H "Authorization: Bearer {token}" '
        f"-H 'Content-Type: application/json' -d @{folder}/request.json",
        f"{settings} .venv/bin/python -c {shlex.quote(python)}",
        f"{settings} .venv/bin/armillary predict {MODEL} --record @{folder}/customer.json",
    ]


def show_lines(lines: list[str], run: bool) -> None:
    """Prints the lines; with `run`, what each of them answers."""
    console.print("Paste into a second terminal, in this folder:")
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
        if run:
            done = subprocess.run(line, check=False, **SHELL)
            console.print((done.stdout + done.stderr).strip(), **DIM)
            if done.returncode != 0:
                raise SystemExit(f"this line failed with exit code {done.returncode}")


def show(port: int, once: bool) -> None:
    """The whole demo; with `once` it ends by itself."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with Server(ROOT, FOLDER / "data", port) as server:
        operator = armillary.Client(server.url, server.operator_token())
        with step("read 7,043 rows of IBM Telco churn"):
            data = churn.load()
        show_table([serve_customer(operator, customer, data) for customer in churn.CUSTOMERS])
        _, unseen = churn.CUSTOMERS[0].split(data)
        record = records_of(churn.features(unseen.iloc[:1]))[0]
        write_samples(record)
        show_link(operator)
        show_wall(server.url, record)
        show_lines(lines_to_paste(server.url), run=once)
        console.print(f"{time.monotonic() - started:.1f} s to here. ", end="")
        if once:
            console.print("Done.")
            return
        console.print(f"Armillary stays up at {server.url} until Ctrl-C.")
        stopping.wait()
