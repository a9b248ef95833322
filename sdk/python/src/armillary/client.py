"""The client: one resource per noun, one method per verb."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, TypeVar

import httpx

from armillary import _requests as requests
from armillary import _wire
from armillary._address import is_loopback
from armillary._errors import ConfigurationError
from armillary._profile import Access, resolve, say
from armillary._requests import Listing
from armillary._resources import (
    Audit,
    Deployments,
    Environments,
    Models,
    Principals,
    Quotas,
    Teams,
    Tenants,
    Tokens,
    Versions,
)
from armillary._session import Session
from armillary._signing_in import Sessions, SignInLinks, Subjects
from armillary._transport import Policy, Transport
from armillary.types import ChangeEvent, Page, Predictions, WhoAmI

T = TypeVar("T")


class Client:
    """Talks to one server as one principal.

    Without arguments: ARMILLARY_URL and ARMILLARY_TOKEN, then the profile file
    (``~/.config/armillary/config.toml``), then the operator's token of a server that
    ``armillary up`` started on this machine, which is said on standard error. Raises
    ConfigurationError where there is no token, where it would travel over plain HTTP beyond this
    machine, and, for https, where SSL_CERT_FILE cannot be read. Close it, or use it in a
    ``with`` block.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        profile: str | None = None,
        policy: Policy | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        access = resolve(url, token, profile)
        say(access.remark)
        http = _connections(access, transport)
        self.url = access.url
        self._session = Session(Transport(http, policy))
        self.tenants = Tenants(self._session)
        self.teams = Teams(self._session)
        self.environments = Environments(self._session)
        self.principals = Principals(self._session)
        self.tokens = Tokens(self._session)
        self.sign_in_links = SignInLinks(self._session)
        self.sessions = Sessions(self._session)
        self.subjects = Subjects(self._session)
        self.quotas = Quotas(self._session)
        self.models = Models(self._session)
        self.versions = Versions(self._session)
        self.deployments = Deployments(self._session)
        self.audit = Audit(self._session)

    def who_am_i(self) -> WhoAmI:
        """Whom the token belongs to and what it may do; asked once."""
        return self._session.who_am_i()

    @property
    def tenant(self) -> str:
        """The token's own tenant, which is meant where none is given."""
        return self.who_am_i().tenant

    def predict(
        self,
        model: str,
        records: Any,
        *,
        probabilities: bool | None = None,
        environment: str | None = None,
        tenant: str | None = None,
    ) -> Predictions:
        """Asks the live version. ``records`` is a data frame or a list of mappings from column to
        value; NaN, None and NA count as missing. Raises NotFound where nothing is live, and
        RecordWrongType, RecordMissingColumn or RecordValueNotAllowed naming the field, and
        InvalidInput before anything is sent where a value has no form in JSON.
        """
        body: dict[str, Any] = {"records": _wire.records(records)}
        if probabilities is not None:
            body["options"] = {"probabilities": probabilities}
        if environment is not None:
            tenant = self._session.tenant(tenant)
        request = requests.prediction(model, tenant, environment, body)
        return self._session.one(Predictions, request)

    def events(
        self, topics: Iterable[str] | None = None, *, since: int | None = None
    ) -> Iterator[ChangeEvent]:
        """What changes, as it changes, without an end: after a cut it goes on where it was.

        ``topics`` such as ``t/acme/deployments``; without them, all that may be read in the token's
        own tenant. ``since`` is the ``id`` of the last change that is known; without it, what
        changes from now on. Raises NotFound, PermissionDenied, NotOneOf and TooManyStreams; later
        what has ended (TokenRevoked, TenantSuspended, ...), and ConnectionFailed where the server
        stays away.
        """
        return self._session.events(topics, since)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def every(page: Callable[[Listing], Page[T]], listing: Listing | None = None) -> Iterator[T]:
    """All items of a list, page by page: ``every(client.models.list)``."""
    asked = listing or Listing()
    while True:
        found = page(asked)
        yield from found.items
        if found.next_cursor is None:
            return
        asked = Listing(asked.filter, asked.sort, asked.limit, found.next_cursor)


def _trusted(url: str) -> ssl.SSLContext:
    """Whoever SSL_CERT_FILE or SSL_CERT_DIR names, which httpx reads only where it trusts the
    environment; else the public authorities. Nobody where no TLS can be spoken: reading is slow.
    """
    if url.startswith("http://") and is_loopback(url):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context()


def _connections(access: Access, transport: httpx.BaseTransport | None) -> httpx.Client:
    try:
        return httpx.Client(
            base_url=access.url,
            headers={"Authorization": f"Bearer {access.token}", "User-Agent": "armillary-python"},
            transport=transport,
            verify=_trusted(access.url),
            trust_env=not is_loopback(access.url),  # a proxy is elsewhere
        )
    except OSError as error:  # Also what ssl raises.
        raise ConfigurationError(
            f"certificates cannot be read: {error}; SSL_CERT_FILE or SSL_CERT_DIR must name a "
            "readable file or folder of PEM certificates"
        ) from error
