"""What the tests of failures share: a tenant at work, and what an error must say."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.integration.people import MODEL, Platform, done, example_model
from tests.integration.running import ROOT, Running, run

StartServer = Callable[..., Running]
CATALOGUE: dict[str, Any] = yaml.safe_load((ROOT / "contract" / "errors.yaml").read_text())
RECORDS = {"records": [{"tenure": 2}, {"tenure": 60}]}
RECOVERY_SECONDS = 15.0


def expect(response: httpx.Response, code: str) -> None:
    """The answer is that error of the catalogue, whole."""
    entry = CATALOGUE[code]
    assert (response.status_code, response.json().get("code")) == (entry["http"], code), (
        f"{response.status_code} {response.text}"
    )
    body = response.json()
    assert body["message"]
    assert body["next_step"]
    assert body["request_id"] == response.headers["X-Request-Id"]
    comes_back = entry["retry"] and entry["http"] in {429, 503}
    assert response.headers.get("Retry-After") == ("1" if comes_back else None)


def refused_start(
    data: Path, code: str, *flags: str, listen: str = "127.0.0.1:0", **options: Any
) -> str:
    """`up` must fail with that error and its next step; what it said."""
    return refused(code, "up", "--data", str(data), "--listen", listen, *flags, **options)


def refused(code: str, *arguments: str, **options: Any) -> str:
    """The command must fail with that error and its next step; what it said. Its exit code is 2
    where the configuration is wrong, else 1.
    """
    failed = run(*arguments, **options)
    wanted = 2 if code.startswith("config_") else 1
    assert failed.returncode == wanted, f"{failed.returncode} {failed.stdout}{failed.stderr}"
    assert f"({code})\n  next: " in failed.stderr, failed.stderr
    return failed.stderr


def assert_sound(data: Path, *flags: str, **options: Any) -> None:
    """`check` finds nothing to complain of."""
    checked = run("check", "--data", str(data), *flags, **options)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def eventually(holds: Callable[[], bool], seconds: float = RECOVERY_SECONDS) -> bool:
    """Whether it comes to hold in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


class Tenant:
    """A tenant with a deployed model, and a scientist who works in it."""

    def __init__(self, platform: Platform, name: str) -> None:
        self.platform = platform
        self.name = name
        platform.add_tenant(name)
        self.token = platform.token(name, "scientist")
        platform.add_model(name, self.token, versions=1)
        self.client = platform.server.client(self.token)

    @property
    def path(self) -> str:
        return f"/api/v1/t/{self.name}"

    def reconnect(self) -> None:
        """The platform's server was started again and has another port."""
        self.client.close()
        self.client = self.platform.server.client(self.token)

    def upload(self, content: bytes | None = None) -> httpx.Response:
        """Registers a version; without content, of the contract's model."""
        return self.client.post(
            f"{self.path}/models/{MODEL}/versions",
            content=content or example_model(),
            headers={"Content-Type": "application/octet-stream"},
        )

    def deploy(self, version: int = 1) -> httpx.Response:
        return self.client.post(f"{self.path}/deployments/{MODEL}", json={"version": version})

    def predict(self) -> httpx.Response:
        return self.client.post(f"/predict/{MODEL}", json=RECORDS)

    def predicts(self) -> bool:
        return self.predict().status_code == 200

    def versions(self) -> list[int]:
        """The numbers of all versions."""
        listed = done(self.client.get(f"{self.path}/models/{MODEL}/versions"))
        return sorted(version["number"] for version in listed["items"])

    def blob(self, seen: Path) -> Path:
        """The file that holds the model's bytes."""
        tenant = done(self.platform.operator.get(f"/api/v1/tenants/{self.name}"))
        folder = seen / "objects" / str(tenant["id"])
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert len(files) == 1, files
        return files[0]

    def assert_answers(self) -> None:
        """It can predict and read."""
        done(self.predict())
        done(self.client.get(f"{self.path}/deployments/{MODEL}"))
        done(self.client.get(f"{self.path}/models"))
        done(self.client.get("/readyz"))
