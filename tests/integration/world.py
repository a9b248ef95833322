"""Tenants with a live model each and a token of every role, to ask any route of the binary."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.integration.people import MODEL, TENANT_ROLES, Platform, done
from tests.integration.routes import Route

TENANT_OF = {
    "own": "acme",
    "other_tenant": "globex",
    "missing": "nobody",
    "suspended": "dormant",
}


@dataclass
class World:
    """Two tenants with a live model each, a suspended one, and a token of each role."""

    platform: Platform
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    spare: str = ""  # The id of a token of the suspended tenant.

    @classmethod
    def build(cls, platform: Platform) -> World:
        world = cls(platform)
        for tenant in ("acme", "globex", "dormant"):
            platform.add_tenant(tenant)
            for role in TENANT_ROLES:
                world.tokens[tenant, role] = platform.token(tenant, role)
            platform.add_model(tenant, world.tokens[tenant, "scientist"])
        spare = platform.operator.post("/api/v1/t/dormant/tokens", json={"role": "viewer"})
        world.spare = str(done(spare)["id"])
        suspended = platform.operator.patch(
            "/api/v1/tenants/dormant", json={"state": "suspended"}, headers={"If-Match": "*"}
        )
        done(suspended)
        return world

    def token(self, role: str, relation: str) -> str | None:
        if role == "anonymous":
            return None
        if role == "operator":
            return self.platform.server.operator_token
        return self.tokens["dormant" if relation == "suspended" else "acme", role]

    def prepare(
        self, route: Route, role: str, relation: str = "own", *, can_succeed: bool = True
    ) -> dict[str, str]:
        """The parameters of the path. If the request can succeed, the tenant that may be acted on
        is first brought into a state where it does."""
        tenant = TENANT_OF[relation]
        parameters = {"tenant": tenant, "environment": "research", "model": MODEL, "version": "1"}
        if can_succeed and route.policy.startswith(("deployments.", "predict", "models.describe")):
            self.deploy_both("acme")
        if route.operation == "revokeToken":
            parameters["token"] = self.fresh_token(role, relation)
        return parameters

    def deploy_both(self, tenant: str) -> None:
        with self.platform.server.client(self.tokens[tenant, "scientist"]) as client:
            for version in (2, 1):
                path = f"/api/v1/t/{tenant}/deployments/{MODEL}"
                done(client.post(path, json={"version": version}))

    def fresh_token(self, role: str, relation: str) -> str:
        """The id of a token that the role may revoke if it may revoke any: a scientist's is its
        own."""
        tenant = TENANT_OF[relation]
        if tenant not in {"acme", "globex"}:
            return self.spare
        if role == "scientist" and tenant == "acme":
            with self.platform.server.client(self.tokens["acme", "scientist"]) as client:
                made = done(client.post("/api/v1/t/acme/tokens", json={"role": "viewer"}))
                return str(made["id"])
        path = f"/api/v1/t/{tenant}/tokens"
        return str(done(self.platform.operator.post(path, json={"role": "viewer"}))["id"])
