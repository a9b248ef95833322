"""People who are signed in with a browser, as a browser would do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from tests.integration.people import done
from tests.integration.routes import code_of

COOKIE = "__Host-armillary"


@dataclass(frozen=True)
class SignedIn:
    """A session: its cookie, and the token that its pages send with changes."""

    id: str
    value: str = field(repr=False)
    csrf: str = field(repr=False)

    @property
    def cookie(self) -> dict[str, str]:
        """What a browser sends by itself, whoever makes it send a request."""
        return {"Cookie": f"{COOKIE}={self.value}"}

    @property
    def headers(self) -> dict[str, str]:
        return {**self.cookie, "X-CSRF-Token": self.csrf}


Proof = str | SignedIn | Mapping[str, str] | None


def headers_of(proof: Proof) -> dict[str, str]:
    """Who asks: with a token, with a session, with these headers, or nobody."""
    if isinstance(proof, SignedIn):
        return proof.headers
    if isinstance(proof, Mapping):
        return dict(proof)
    return {"Authorization": f"Bearer {proof}"} if proof else {}


def new_code(client: httpx.Client, token: str) -> str:
    """The code of a new link for the principal of the token."""
    made = client.post("/api/v1/sign-in-links", json={}, headers=headers_of(token))
    return str(done(made)["code"])


def redeem(
    client: httpx.Client, code: str, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    return client.post("/api/v1/session", json={"code": code}, headers=headers)


def session_of(answer: httpx.Response) -> SignedIn:
    """The session that a sign-in made. httpx keeps no Secure cookie of a plain address."""
    body = done(answer)
    name, _, value = answer.headers["Set-Cookie"].partition(";")[0].partition("=")
    assert name == COOKIE
    return SignedIn(body["id"], value, body["csrf_token"])


def sign_in(client: httpx.Client, token: str) -> SignedIn:
    return session_of(redeem(client, new_code(client, token)))


def asked(client: httpx.Client, session: SignedIn, path: str = "/api/v1/session") -> httpx.Response:
    """What the session reads."""
    return client.get(path, headers=headers_of(session))


def refused(answer: httpx.Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, code_of(answer)
