"""What a request of a cell is addressed to, and the policy that mutants turn round meanwhile."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.integration.authorisation.oracle import HOUSE, PERMISSIONS, STATES, TENANT_OF
from tests.integration.routes import Route, body_of


class Flip:
    """Which entry of its policy the mutants' server turns round; without a file, none ever."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.entry = ""

    def set(self, entry: str) -> None:
        self.entry = entry
        if self._file is not None:
            written = self._file.with_suffix(".new")
            written.write_text(entry)
            os.replace(written, self._file)

    @contextmanager
    def off(self) -> Iterator[None]:
        """What the tests prepare is prepared under the true policy."""
        entry = self.entry
        self.set("")
        yield
        self.set(entry)


def home(role: str, relation: str) -> str:
    """The tenant of who asks."""
    if role == "operator":
        return HOUSE
    return TENANT_OF[relation] if relation in STATES else "acme"


def addressed(route: Route, role: str, relation: str) -> str:
    """The tenant that is asked for."""
    if not route.names_tenant or (role == "operator" and relation == "own"):
        return home(role, relation)
    return TENANT_OF[relation]


def place(route: Route, tenant: str) -> tuple[str, str]:
    """What makes two requests the same: the operation, and the tenant if it is about one."""
    is_about_one = route.names_tenant or PERMISSIONS[route.policy]["scope"] == "tenant"
    return route.operation, tenant if is_about_one else ""


def path_of(route: Route, parameters: dict[str, str]) -> str:
    return re.sub(r"\{([\w.]+)\}", lambda match: parameters[match[1]], route.path)


def arguments_of(route: Route) -> dict[str, Any]:
    """For World.request: the contract's example with a name that is free, and any state to edit."""
    arguments = body_of(route)
    edit = {"If-Match": "*"} if route.method in {"PATCH", "PUT"} else {}
    return arguments | {"headers": arguments.get("headers", {}) | edit}
