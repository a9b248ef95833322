"""A pinned server, a pinned nginx, and load by wrk from the other core."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import armillary

ROOT = Path(__file__).resolve().parents[2]
BINARY = os.environ.get("ARMILLARYD", str(ROOT / "build" / "release" / "armillaryd"))
SERVER_CORE, LOAD_CORE = "0", "1"
# A logistic regression over one tensor of ten fp32 numbers.
FP32_MODEL = ROOT / "src" / "inference" / "testdata" / "logistic.onnx"
COLUMNS = [f"x{i}" for i in range(10)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Until somebody answers there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=1, verify=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing answers at {url}")


class _Pinned:
    """A process on the server's core."""

    def start(self, command: list[str], log: Path) -> None:
        with log.open("w") as out:
            self._process = subprocess.Popen(
                ["taskset", "-c", SERVER_CORE, *command], stdout=out, stderr=out
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(30)


class Nginx(_Pinned):
    """The smallest answer that nginx gives, by one worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}/"

    def __enter__(self) -> Nginx:
        configuration = self._folder / "nginx.conf"
        configuration.write_text(
            f"daemon off; worker_processes 1; pid {self._folder}/nginx.pid;\n"
            f"error_log {self._folder}/nginx.err; events {{ worker_connections 1024; }}\n"
            "http { access_log off; keepalive_requests 100000000; server {\n"
            f'listen 127.0.0.1:{self._port}; location / {{ return 200 "ok"; }} }} }}\n'
        )
        self.start(["nginx", "-c", str(configuration)], self._folder / "nginx.log")
        wait_for(self.url)
        return self


class TlsServer(_Pinned):
    """armillaryd over TLS, with a certificate of its own on P-256 and nothing in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"https://127.0.0.1:{self._port}"

    def __enter__(self) -> TlsServer:
        key, certificate = self._folder / "tls.key", self._folder / "tls.pem"
        kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
        files = ("-keyout", str(key), "-out", str(certificate), "-subj", "/CN=localhost")
        made = ["openssl", "req", "-x509", *kind, *files]
        subprocess.run(made, check=True, capture_output=True)
        command = [BINARY, "up", "--data", str(self._folder / "tls-data")]
        command += ["--listen", f"127.0.0.1:{self._port}"]
        command += ["--tls.certificate", str(certificate), "--tls.key", str(key)]
        self.start(command, self._folder / "tls.log")
        wait_for(f"{self.url}/readyz")
        return self


@dataclass(frozen=True)
class Post:
    """One request that wrk repeats."""

    url: str
    token: str
    body: str


class PinnedServer(_Pinned):
    """armillaryd with two models of ten numbers, live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> PinnedServer:
        data = self._folder / "bench-data"
        listen = f"127.0.0.1:{self._port}"
        command = [BINARY, "up", "--data", str(data), "--listen", listen]
        self.start(command, self._folder / "server.log")
        wait_for(f"{self.url}/readyz")
        self._prepare(data)
        return self

    def _prepare(self, data: Path) -> None:
        """A tenant with a live model."""
        operator = armillary.Client(self.url, (data / "operator.token").read_text().strip())
        operator.tenants.create("bench")
        token = operator.tokens.create(tenant="bench", role="scientist").token
        client = armillary.Client(self.url, token)
        model, frame = logistic_regression()
        client.models.register("columns", model, example=frame, kind="tabular")
        client.models.register("fp32", FP32_MODEL, kind="tabular")
        for name in ("columns", "fp32"):
            client.deployments.create(name, version=1)
        self._make_posts(token, frame)

    def _make_posts(self, token: str, frame: pd.DataFrame) -> None:
        values = [float(value) for value in frame.iloc[0]]
        tensor = {"name": "x", "shape": [1, 10], "datatype": "FP32", "data": values}
        infer = json.dumps({"inputs": [tensor]})
        record = json.dumps({"records": [dict(zip(COLUMNS, values, strict=True))]})
        self.infer = Post(f"{self.url}/v2/models/fp32/infer", token, infer)
        self.records = Post(f"{self.url}/predict/columns", token, record)


def logistic_regression() -> tuple[Any, pd.DataFrame]:
    """Ten float32 columns and a model over them."""
    random = np.random.default_rng(7)
    frame = pd.DataFrame(random.normal(size=(400, 10)).astype(np.float32), columns=COLUMNS)
    labels = np.where(frame.sum(axis=1) > 0, "Yes", "No")
    return LogisticRegression().fit(frame, labels), frame


class Load:
    """Requests a second that wrk gets from the other core over 32 kept connections."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder = folder
        self._seconds = seconds

    def get(self, url: str) -> float:
        return self._run([url])

    def post(self, post: Post) -> float:
        script = self._folder / "post.lua"
        script.write_text(
            'wrk.method = "POST"\n'
            f"wrk.body = [==[{post.body}]==]\n"
            'wrk.headers["Content-Type"] = "application/json"\n'
            f'wrk.headers["Authorization"] = "Bearer {post.token}"\n'
        )
        return self._run(["-s", str(script), post.url])

    def _run(self, arguments: list[str]) -> float:
        wrk = ["wrk", "-t1", "-c32", f"-d{self._seconds}s", *arguments]
        done = subprocess.run(
            ["taskset", "-c", LOAD_CORE, *wrk], check=True, capture_output=True, text=True
        )
        if "Non-2xx" in done.stdout:
            raise RuntimeError(done.stdout)
        rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
        if rate is None:
            raise RuntimeError(done.stdout)
        return float(rate[1])
