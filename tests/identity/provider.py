"""A real OpenID Connect provider (npm oidc-provider) on this machine, and a browser for it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.integration.running import ENDS_WITH_US, ROOT
from tests.integration.signed_in import COOKIE, SignedIn

FOLDER = ROOT / "tests" / "identity"
SECRET = "a secret of the tests, long enough for all"
MACHINE, MACHINE_SECRET = "nightly", "another secret of the tests"
AUDIENCE = "urn:armillary:tests"
PENDING = f"{COOKIE}-sign-in"
HTML = {"Accept": "text/html,application/xhtml+xml"}
START_SECONDS = 30.0
MOST_STEPS = 20


def node() -> str:
    """The program that ./dev brought, else the machine's."""
    brought = sorted((ROOT / ".deps").glob("node-*/bin/node"))
    found = str(brought[-1]) if brought else shutil.which("node")
    assert found, "there is no node: run ./dev deps"
    return found


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Provider:
    """The provider, for a server that will listen on a known port, over TLS where an `authority`
    is named that the provider trusts.
    """

    def __init__(self, folder: Path, server_port: int, authority: Path | None = None) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.address = f"{'https' if authority else 'http'}://127.0.0.1:{server_port}"
        self.groups = folder / "groups.toml"
        self.secret = folder / "client.secret"
        self.secret.write_text(SECRET)
        self.secret.chmod(0o600)
        self.log = folder / "provider.log"
        self.map({})
        settings = {
            "callback": f"{self.address}/api/v1/sign-in/callback",
            "logout": f"{self.address}/api/v1/sign-in/backchannel-logout",
            "after": f"{self.address}/ui/sign-in",
        }
        environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
        if authority:
            environment["NODE_EXTRA_CA_CERTS"] = str(authority)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*ENDS_WITH_US, node(), FOLDER / "provider.mjs", str(self.port), _json(settings)],
                stdout=log,
                stderr=log,
                cwd=FOLDER,
                env=environment,
            )
        self._client = httpx.Client(base_url=self.issuer, timeout=30)
        deadline = time.monotonic() + START_SECONDS
        while "listening" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    @property
    def flags(self) -> tuple[str, ...]:
        """For a server that takes people from here."""
        return (
            f"--identity.issuer={self.issuer}",
            "--identity.client_id=armillary",
            f"--identity.client_secret=file:{self.secret}",
            f"--identity.address={self.address}",
            f"--identity.groups={self.groups}",
            "--identity.scopes=openid profile email groups",
            f"--identity.audience={AUDIENCE}",
        )

    def end(self) -> None:
        self._client.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)

    def turn(self, what: str = "turn", **more: Any) -> Any:
        """Asks the provider to be otherwise."""
        answer = self._client.post("/__control", json={"what": what, **more})
        assert answer.status_code == 200, answer.text
        return answer.json().get("done")

    def person(self, subject: str, *groups: str, **claims: Any) -> str:
        """Somebody whom the provider knows; the name they sign in with there."""
        more = {"name": subject.title(), "email": f"{subject}@example.org", "email_verified": True}
        self.turn("person", subject=subject, groups=list(groups), **(more | claims))
        return subject

    def map(self, rules: Mapping[str, tuple[str, str]]) -> None:
        """Group -> (tenant, role), as an operator writes it."""
        entries = (
            f'[[group]]\nname = "{group}"\ntenant = "{tenant}"\nrole = "{role}"\n'
            for group, (tenant, role) in rules.items()
        )
        fresh = self.groups.with_suffix(".new")
        fresh.write_text("\n".join(entries))
        fresh.replace(self.groups)

    def machine_token(self, audience: str = AUDIENCE) -> str:
        """What a machine gets from the provider."""
        answer = self._client.post(
            "/token",
            data={"grant_type": "client_credentials", "resource": audience},
            auth=(MACHINE, MACHINE_SECRET),
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])


def _json(value: Any) -> str:
    return httpx.Request("POST", "http://x", json=value).content.decode()


class Browser:
    """Follows a sign-in from place to place as a browser would, with a jar for each host and port.

    httpx keeps no Secure cookie of a plain address, so the cookies are kept here.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        self.jars: dict[str, dict[str, str]] = {}
        self._client = httpx.Client(timeout=30)

    def close(self) -> None:
        self._client.close()

    def ask(self, url: str, form: Mapping[str, str] | None = None) -> httpx.Response:
        jar = self.jars.setdefault(urlsplit(url).netloc, {})
        headers = HTML | {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        if form is None:
            answer = self._client.get(url, headers=headers)
        else:
            answer = self._client.post(url, data=dict(form), headers=headers)
        for line in answer.headers.get_list("Set-Cookie"):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0]
            gone = "max-age=0" in rest.lower() or "expires=thu, 01 jan 1970" in rest.lower()
            if gone:
                jar.pop(name, None)
            else:
                jar[name] = value
        return answer

    @property
    def jar(self) -> dict[str, str]:
        """The cookies of the server."""
        return self.jars.setdefault(urlsplit(self.server).netloc, {})

    def begin(self, to: str = "/ui") -> str:
        """Where the server sends somebody who signs in."""
        answer = self.ask(f"{self.server}/api/v1/sign-in?to={to}")
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def identify(self, url: str, who: str) -> str:
        """Says at the provider who one is; where it sends one back to."""
        answer = self.ask(url)
        for _ in range(MOST_STEPS):
            if answer.is_redirect:
                url = urljoin(str(answer.url), answer.headers["Location"])
                if url.startswith(self.server):
                    return url
                answer = self.ask(url)
            else:
                assert answer.status_code == 200, answer.text
                form = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                assert form and prompt, answer.text
                said = {"prompt": prompt[1], "login": who, "password": "x"}
                answer = self.ask(urljoin(str(answer.url), form[1]), said)
        raise AssertionError("the provider does not come to an end")

    def sign_in(self, who: str, to: str = "/ui") -> httpx.Response:
        """The whole way, or as far as the server leads; its last answer."""
        begun = self.ask(f"{self.server}/api/v1/sign-in?to={to}")
        if begun.headers["Location"].startswith("/ui"):
            return begun
        return self.ask(self.identify(begun.headers["Location"], who))

    def leave(self, url: str) -> None:
        """Signs out at the provider, which asks whether one means it."""
        answer = self.ask(url)
        for _ in range(MOST_STEPS):
            if answer.is_redirect:
                url = urljoin(str(answer.url), answer.headers["Location"])
                if url.startswith(self.server):
                    return
                answer = self.ask(url)
                continue
            form = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            proof = re.search(r'name="xsrf" value="(\w+)"', answer.text)
            assert form and proof, answer.text
            said = {"xsrf": proof[1], "logout": "yes"}
            answer = self.ask(urljoin(str(answer.url), form[1]), said)
        raise AssertionError("the provider does not come to an end")

    def session(self) -> SignedIn:
        """What the browser has of the server, as tests of sessions take it."""
        value = self.jar[COOKIE]
        shown = self._client.get(
            f"{self.server}/api/v1/session", headers={"Cookie": f"{COOKIE}={value}"}
        )
        assert shown.status_code == 200, shown.text
        return SignedIn(shown.json()["id"], value, shown.json()["csrf_token"])


def error_of(answer: httpx.Response) -> str:
    """What the page to sign in is told; empty where somebody came in."""
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/ui/sign-in\?error=(\w+)&request=\w+", answer.headers["Location"])
    return found[1] if found else ""
