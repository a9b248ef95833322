"""How a person comes in with a browser, where they are signed in, and how a machine comes in."""

from __future__ import annotations

from collections.abc import Sequence

from armillary import _requests as requests
from armillary._requests import Listing
from armillary._resources import Resource
from armillary.types import BrowserSession, Page, SignInLink, Subject


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


class Subjects(Resource):
    """Machines that come with tokens of the identity provider."""

    def create(
        self,
        principal: str,
        issuer: str,
        subject: str,
        *,
        models: Sequence[str] | None = None,
        tenant: str | None = None,
    ) -> Subject:
        """Lets the machine that the issuer calls ``subject`` in as a service account, within a
        second; ``models`` are what a caller may ask. Raises NotFound, AlreadyExists,
        RoleNotGrantable.
        """
        body = requests.given(
            {
                "principal": principal,
                "issuer": issuer,
                "subject": subject,
                "models": None if models is None else list(models),
            }
        )
        request = requests.post("t", self._session.tenant(tenant), "subjects", body=body)
        return self._session.one(Subject, request)

    def list(self, listing: Listing | None = None, *, tenant: str | None = None) -> Page[Subject]:
        """One page of them."""
        return self._session.page(Subject, listing, "t", self._session.tenant(tenant), "subjects")

    def delete(self, subject: str, *, tenant: str | None = None) -> None:
        """By id; in effect within a second. Raises NotFound."""
        self._session.nothing(
            requests.delete("t", self._session.tenant(tenant), "subjects", subject)
        )
