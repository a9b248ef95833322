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
from typing import Any, Self

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
    """A process on the server's core, which ends with this one."""

    def start(self, command: list[str], log: Path) -> None:
        pinned = ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", SERVER_CORE]
        with log.open("w") as out:
            self._process = subprocess.Popen([*pinned, *command], stdout=out, stderr=out)

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


@dataclass(frozen=True)
class Post:
    """One request that wrk repeats."""

    url: str
    token: str
    body: str


class PinnedServer(_Pinned):
    """armillaryd with two models of ten numbers, live. `flags` are the server's own."""

    def __init__(self, folder: Path, *flags: str, scheme: str = "http") -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._flags = flags
        self._port = free_port()
        self.url = f"{scheme}://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        listen = f"127.0.0.1:{self._port}"
        command = [BINARY, "up", "--data", str(self.data), "--listen", listen, *self._flags]
        self.start(command, self._folder / "server.log")
        wait_for(f"{self.url}/readyz")
        self._prepare()
        return self

    @property
    def data(self) -> Path:
        return self._folder / "bench-data"

    @property
    def operator_token(self) -> str:
        return (self.data / "operator.token").read_text().strip()

    def operator(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.operator_token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)

    def _prepare(self) -> None:
        """A tenant with a live model."""
        operator = armillary.Client(self.url, self.operator_token)
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


class TlsServer(PinnedServer):
    """The same over TLS, with a certificate of its own on P-256 that this process trusts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._certificate, key = folder / "tls.pem", folder / "tls.key"
        files = ("--tls.certificate", str(self._certificate), "--tls.key", str(key))
        super().__init__(folder, *files, scheme="https")
        kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
        name = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1")
        made = ["openssl", "req", "-x509", *kind, *name, "-keyout", str(key), "-out"]
        subprocess.run([*made, str(self._certificate)], check=True, capture_output=True)

    def _prepare(self) -> None:
        os.environ["SSL_CERT_FILE"] = str(self._certificate)
        super()._prepare()


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
            'wrk.headers["Content-Type"] = "application/json"\n' + bearer(post.token)
        )
        return self._run(["-s", str(script), post.url])

    def _run(self, arguments: list[str]) -> float:
        wrk = ["wrk", "-t1", "-c32", f"-d{self._seconds}s", *arguments]
        done = subprocess.run(
            ["taskset", "-c", LOAD_CORE, *wrk], check=True, capture_output=True, text=True
        )
        return rate_in(done.stdout)


def bearer(token: str) -> str:
    """A line of wrk's script: each request shows that token."""
    return f'wrk.headers["Authorization"] = "Bearer {token}"\n'


def rate_in(said: str) -> float:
    """Requests a second by what wrk said. Raises RuntimeError where an answer was no success."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if "Non-2xx" in said or rate is None:
        raise RuntimeError(said)
    return float(rate[1])
