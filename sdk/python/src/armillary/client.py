"""The client: one resource per noun, one method per verb."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, TypeVar

import httpx

from armillary import _requests as requests
from armillary import _wire
from armillary._profile import resolve, say
from armillary._requests import Listing
from armillary._resources import (
    Audit,
    Deployments,
    Environments,
    Models,
    Principals,
    Teams,
    Tenants,
    Tokens,
    Versions,
)
from armillary._transport import Policy, Transport
from armillary.types import (
    Page,
    Predictions,
    WhoAmI,
)

T = TypeVar("T")
_LOG = logging.getLogger("armillary")


class Client:
    """Talks to one server as one principal.

    Without arguments: ARMILLARY_URL and ARMILLARY_TOKEN, then the profile file
    (``~/.config/armillary/config.toml``), then the operator's token of a server that
    ``armillary up`` started on this machine, which is said on standard error. Raises
    ConfigurationError where there is no token. Close it, or use it in a ``with`` block.
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
        http = httpx.Client(
            base_url=access.url,
            headers={"Authorization": f"Bearer {access.token}", "User-Agent": "armillary-python"},
            transport=transport,
        )
        self.url = access.url
        self._transport = Transport(http, policy)
        self._who: WhoAmI | None = None
        self.tenants = Tenants(self)
        self.teams = Teams(self)
        self.environments = Environments(self)
        self.principals = Principals(self)
        self.tokens = Tokens(self)
        self.models = Models(self)
        self.versions = Versions(self)
        self.deployments = Deployments(self)
        self.audit = Audit(self)

    def who_am_i(self) -> WhoAmI:
        """Whom the token belongs to and what it may do; asked once."""
        if self._who is None:
            self._who = Tenants(self)._one(WhoAmI, requests.get("whoami"))
        return self._who

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
        tenant: str | None = None,
    ) -> Predictions:
        """Asks the live version. ``records`` is a data frame or a list of mappings from column to
        value; NaN, None and NA count as missing. Raises NotFound where nothing is live, and
        RecordWrongType, RecordMissingColumn or RecordValueNotAllowed naming the field, and
        InvalidRecords before anything is sent where a value has no form in JSON.
        """
        body: dict[str, Any] = {"records": _wire.records(records)}
        if probabilities is not None:
            body["options"] = {"probabilities": probabilities}
        return Tenants(self)._one(Predictions, requests.prediction(tenant, model, body))

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

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
