"""Tenants in every relation, a token of each role, and requests made as one of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from json import dumps
from typing import Any, TypeVar

import httpx

from tests.integration.authorisation.addresses import (
    Flip,
    addressed,
    arguments_of,
    home,
    path_of,
    place,
)
from tests.integration.authorisation.oracle import (
    ALLOWED,
    HOUSE,
    STATES,
    TENANT_OF,
    crosses,
    expected,
    permits,
)
from tests.integration.people import (
    MODEL,
    TENANT_ROLES,
    Platform,
    done,
    example_model,
    unique,
)
from tests.integration.routes import (
    CALLER_ACCOUNT,
    Route,
    example_json,
    printed_routes,
    role_that_may,
)
from tests.integration.signed_in import Proof, SignedIn, headers_of, new_code, sign_in
from tests.integration.wire import Message, Wire

T = TypeVar("T")
SECOND_MODEL = "second"
CHANGES_DEPLOYMENTS = ("deployments.create", "deployments.rollback", "deployments.stop")
CLOSED = tuple(TENANT_OF[state] for state in STATES)
TENANTS = ("acme", "globex", *CLOSED, HOUSE)
FRESH_SECONDS = 30.0  # The server closes a connection that waits for longer than a minute.
MARK_DELETED = (
    f"UPDATE tenants SET state = 'being_deleted' WHERE name = '{TENANT_OF['being_deleted']}'"
)


class World:
    """Two tenants with live models, one that is suspended, one that is being deleted, the house."""

    def __init__(self, platform: Platform, flip: Flip | None = None) -> None:
        self.platform = platform
        self.flip = flip or Flip()
        self.client = platform.server.client(None)
        self.names: dict[tuple[str, str], str] = {}  # Of who has the token of research.
        self.succeeded: set[tuple[str, str]] = set()
        self._owners: dict[str, str] = {}
        self._tokens: dict[tuple[str, str, str], str] = {}
        self._people: dict[tuple[str, str], str] = {}  # By tenant and role.
        self._spare: dict[str, str] = {}
        self._accounts: dict[str, str] = {}  # By tenant, of whom no machine comes in as.
        self._stirred = set(TENANTS)
        self._open = set(TENANTS)
        self._kept: dict[str, Any] = {}
        self._wire = Wire(platform.server.url)
        self._wired = 0.0  # When it was used last.

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What `make` makes, under the true policy, when it is first asked for."""
        if key not in self._kept:
            with self.flip.off():
                self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def fill(self) -> None:
        """Makes tenants, tokens and models; all tenants are active."""
        for tenant in TENANTS:
            if tenant != HOUSE:
                self.platform.add_tenant(tenant)
            for role in TENANT_ROLES:
                self.token(role, tenant)
                self.person(role, tenant)
            for model in (MODEL, SECOND_MODEL):
                self._add_model(tenant, model)
            self._spare[tenant] = str(self.made(f"/api/v1/t/{tenant}/tokens", role="viewer")["id"])
            self.account(tenant, CALLER_ACCOUNT, "caller")
            self._accounts[tenant] = self.account(tenant)
            for _ in range(2 if tenant != HOUSE else 0):
                self.subject(tenant)

    def close(self, execute: Callable[[str], object] | None = None) -> None:
        """Suspends one tenant and marks another as being deleted; `execute` runs a statement on the
        database of a server that is stopped, if that is not its own SQLite."""
        path = f"/api/v1/tenants/{TENANT_OF['suspended']}"
        patch = self.operator("PATCH", path, json={"state": "suspended"}, headers={"If-Match": "*"})
        done(patch)
        server = self.platform.server
        server.stop()
        # No route deletes a tenant yet, so its row is written while nobody else does.
        (execute or self._execute)(MARK_DELETED)
        server.start()
        self.platform.operator = server.client(server.operator_token)
        self.client = server.client(None)
        self._wire.close()
        self._wire = Wire(server.url)
        self._open -= set(CLOSED)

    def _execute(self, statement: str) -> None:
        database = sqlite3.connect(self.platform.server.data / "armillary.db")
        with database:
            changed = database.execute(statement)
            assert changed.rowcount == 1
        database.close()

    # ---- requests

    def request(
        self,
        proof: Proof,
        method: str,
        target: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """The whole answer to a target that is sent as it is written; of a stream, which has no
        end, the first event."""
        target = f"{target}?{httpx.QueryParams(params)}" if params else target
        headers = headers_of(proof) | dict(headers or {})
        if json is not None:
            headers = {"Content-Type": "application/json"} | headers
            content = dumps(json).encode()
        if time.monotonic() - self._wired > FRESH_SECONDS:
            self._wire.close()
        answer = self._wire.ask(Message(method, target, tuple(headers.items()), content))
        self._wired = time.monotonic()
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body)

    def operator(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return self.request(self.platform.server.operator_token, method, path, **arguments)

    def made(self, path: str, **body: Any) -> dict[str, Any]:
        """What the operator makes by a POST."""
        made: dict[str, Any] = done(self.operator("POST", path, json=body))
        return made

    def ask(
        self, route: Route, proof: Proof, parameters: dict[str, str], **changes: Any
    ) -> httpx.Response:
        """One request to a route; `changes` replace arguments of its example, `headers` are sent
        beside its own, and a `target` as it is written in the place of its path."""
        arguments = arguments_of(route)
        headers = arguments.pop("headers") | changes.pop("headers", {})
        target = changes.pop("target", None)
        if route.operation == "signIn" and target is None:
            arguments["json"] = {"code": self.code()}
        if route.operation == "createSubject":
            body = {**(example_json(route) or {}), "principal": parameters["account"]}
            arguments["json"] = body
        response = self.request(
            proof,
            changes.pop("method", route.method),
            target or path_of(route, parameters),
            headers=headers,
            **(arguments | changes),
        )
        if response.status_code < 300 and route.policy in CHANGES_DEPLOYMENTS:
            self._stirred.add(parameters["tenant"])
        return response

    def send(self, route: Route, role: str, relation: str) -> httpx.Response:
        """The request of one cell of the matrix."""
        tenant = addressed(route, role, relation)
        fresh = expected(route, role, relation) == ALLOWED
        parameters = self.arrange(route, tenant, role, fresh=fresh)
        return self.ask(route, self.proof(route, role, home(role, relation)), parameters)

    def witness_all(self) -> None:
        """While every tenant is active, each request succeeds for somebody in each of them."""
        for route in printed_routes():
            if not route.is_public:
                for tenant in TENANTS:
                    self.witness(route, tenant)

    def witness(self, route: Route, tenant: str) -> None:
        """Sends the request as somebody who may, so that the refusals of others count."""
        where = place(route, tenant)
        if where in self.succeeded:
            return
        role = next((role for role in TENANT_ROLES if permits(role, route.policy)), "operator")
        if not where[1]:
            role = "operator"
        assert role != "operator" or not where[1] or tenant == HOUSE or crosses(route.policy)
        parameters = self.arrange(route, tenant, role, fresh=True)
        done_by = HOUSE if role == "operator" else tenant
        response = self.ask(route, self.proof(route, role, done_by), parameters)
        assert response.status_code < 300, f"{route} in {tenant} as {role}: {response.text}"
        self.succeeded.add(where)

    # ---- what a request needs

    def allowed(self, route: Route) -> tuple[Proof, dict[str, str]]:
        """What somebody shows who may ask the route in acme, and the names in its path, once the
        request can succeed again, whatever was asked before; for signing in, the code, too."""
        role = "anonymous" if route.is_public else role_that_may(route)
        self._stirred.add("acme")
        names = self.arrange(route, "acme", role, fresh=True)
        if route.operation == "signIn":
            names["code"] = self.code()
        return self.proof(route, role), names

    def known_tokens(self) -> dict[str, str]:
        """Every token that was given out here, by whose it is."""
        people = {f"the {r} of {t} who signs in": x for (t, r), x in self._people.items()}
        return people | {f"the {r} of {t} in {e}": x for (r, t, e), x in self._tokens.items()}

    def proof(self, route: Route, role: str, tenant: str = "acme") -> Proof:
        """What the role shows: its token, or a new session where the route is about one."""
        if role == "anonymous":
            return None
        if route.is_personal and permits(role, route.policy):
            return self.signed_in(role, HOUSE if role == "operator" else tenant)
        return (self.person if route.needs_person else self.token)(role, tenant)

    def person(self, role: str, tenant: str = "acme") -> str:
        """The token of a user who has the role, made when it is first asked for."""
        if role == "operator":
            return self.platform.server.operator_token
        if (tenant, role) not in self._people:
            body = {"name": unique(f"person-{role}"), "kind": "user", "role": role}
            with self.flip.off():
                name = str(self.made(f"/api/v1/t/{tenant}/principals", **body)["name"])
                models = {"models": [MODEL]} if role == "caller" else {}
                made = self.made(f"/api/v1/t/{tenant}/tokens", principal=name, **models)
            self._people[tenant, role] = str(made["token"])
        return self._people[tenant, role]

    def signed_in(self, role: str, tenant: str = "acme") -> SignedIn:
        """A new session of that user."""
        with self.flip.off():
            return sign_in(self.client, self.person(role, tenant))

    def code(self) -> str:
        """Of a new link of the operator."""
        with self.flip.off():
            return new_code(self.client, self.platform.server.operator_token)

    def account(self, tenant: str, name: str = "", role: str = "viewer") -> str:
        """The name of a new service account."""
        body = {"name": name or unique("account"), "kind": "service", "role": role}
        with self.flip.off():
            return str(self.made(f"/api/v1/t/{tenant}/principals", **body)["name"])

    def subject(self, tenant: str) -> str:
        """The id of a service account that a machine is let in as."""
        body = {"principal": self.account(tenant), "issuer": "https://id.example",
                "subject": unique("machine")}  # fmt: skip
        admin = self.token("tenant_admin", tenant)
        with self.flip.off():
            made = self.request(admin, "POST", f"/api/v1/t/{tenant}/subjects", json=body)
        return str(done(made)["id"])

    def token(self, role: str, tenant: str = "acme", environment: str = "research") -> str | None:
        """The token of the role, made when it is first asked for."""
        if role == "anonymous":
            return None
        if role == "operator" and environment == "research":
            return self.platform.server.operator_token
        key = (role, tenant, environment)
        if key not in self._tokens:
            body: dict[str, Any] = {"role": role, "environment": environment}
            if role == "caller":
                body["models"] = [MODEL]
            with self.flip.off():
                made = self.made(f"/api/v1/t/{tenant}/tokens", **body)
            self._tokens[key] = str(made["token"])
            self.names.setdefault((tenant, role), str(made["principal_name"]))
        return self._tokens[key]

    def owner(self, role: str) -> str:
        """The name of a person of the house who has the role."""
        if role not in self._owners:
            body = {"name": unique(f"owner-{role}"), "kind": "user", "role": role}
            with self.flip.off():
                self._owners[role] = str(self.made(f"/api/v1/t/{HOUSE}/principals", **body)["name"])
        return self._owners[role]

    def arrange(
        self,
        route: Route,
        tenant: str,
        role: str,
        *,
        fresh: bool = False,
        person: str | None = None,
    ) -> dict[str, str]:
        """Brings the tenant into a state where the request can succeed; the path's parameters.
        `person`: the token of who asks, if that is not the role's own."""
        parameters = {
            "tenant": tenant,
            "environment": "research",
            "model": MODEL,
            "version": "1",
            "path...": "t/acme/models",
            "token": self._spare.get(tenant, self._spare.get("globex", "nothing")),
            "session": "01jdfx0000000000000000000h",
            "subject": "01jdfx0000000000000000000h",
            "account": self._accounts.get(tenant, "nothing"),
        }
        with self.flip.off():
            if tenant in self._stirred & self._open:
                self._deploy_both(tenant)
            if fresh and route.operation == "revokeToken" and tenant in self._open:
                parameters["token"] = self.fresh_token(tenant, role, person)
            if fresh and route.operation == "createSubject" and tenant in self._open:
                parameters["account"] = self.account(tenant)
            if fresh and route.operation == "deleteSubject" and tenant in self._open:
                parameters["subject"] = self.subject(tenant)
            if fresh and route.operation == "endSession" and permits(role, route.policy):
                token = person or self.person(role, tenant)
                parameters["session"] = sign_in(self.client, token).id
        return parameters

    def fresh_token(self, tenant: str, role: str, person: str | None = None) -> str:
        """The id of a token that the role may revoke if it may revoke any: a scientist's is its
        own, the others' is somebody else's."""
        if role == "scientist":
            made = self.request(
                person or self.token("scientist", tenant),
                "POST",
                f"/api/v1/t/{tenant}/tokens",
                json={"role": "viewer"},
            )
            return str(done(made)["id"])
        return str(self.made(f"/api/v1/t/{tenant}/tokens", role="viewer")["id"])

    def _deploy_both(self, tenant: str) -> None:
        """Version 1 is live, and there is one to go back to."""
        for version in (2, 1):
            done(self._deploy(tenant, MODEL, version))
        self._stirred.discard(tenant)

    def _deploy(self, tenant: str, model: str, version: int) -> httpx.Response:
        path = f"/api/v1/t/{tenant}/deployments/{model}"
        token = self.token("scientist", tenant)
        return self.request(token, "POST", path, json={"version": version})

    def _add_model(self, tenant: str, model: str) -> None:
        """Registers two versions, of which the first is deployed."""
        for _ in range(2):
            upload = self.request(
                self.token("scientist", tenant),
                "POST",
                f"/api/v1/t/{tenant}/models/{model}/versions",
                content=example_model(),
                headers={"Content-Type": "application/octet-stream"},
            )
            done(upload)
        done(self._deploy(tenant, model, 1))
