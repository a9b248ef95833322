"""How a person comes in with a browser, and where they are signed in."""

from __future__ import annotations

from armillary import _requests as requests
from armillary._resources import Resource
from armillary.types import BrowserSession, Page, SignInLink


class SignInLinks(Resource):
    """One-time links by which a person signs in with a browser."""

    def create(self) -> SignInLink:
        """A link for the token's own principal, good once and for five minutes; the session that it
        buys ends no later than the token. Raises PermissionDenied for a service account and for a
        token that is less than its principal, TooManyRequests.
        """
        return self._session.one(SignInLink, requests.post("sign-in-links", body={}))


class Sessions(Resource):
    """Where the token's own principal is signed in."""

    def list(self) -> Page[BrowserSession]:
        """All of them, the newest first: at most 20."""
        return self._session.page(BrowserSession, None, "sessions")

    def end(self, session: str) -> None:
        """By id; in effect within a second. Raises NotFound."""
        self._session.nothing(requests.delete("sessions", session))
