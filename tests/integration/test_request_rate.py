"""The quota of requests a second, as a client meets it."""

from __future__ import annotations

from tests.integration.people import Platform, done


def test_tenant_over_its_rate_waits_and_another_does_not(platform: Platform) -> None:
    platform.add_tenant("acme")
    platform.add_tenant("globex")
    path = "/api/v1/t/acme/quotas"
    limits = done(platform.operator.get(path))["limits"] | {"requests_per_second": 3}
    done(platform.operator.put(path, json=limits, headers={"If-Match": "*"}))
    acme = platform.server.client(platform.token("acme", "viewer"))
    globex = platform.server.client(platform.token("globex", "viewer"))

    answers = [acme.get("/api/v1/whoami") for _ in range(30)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert refused
    assert refused[0].json()["code"] == "too_many_requests"
    assert refused[0].headers["Retry-After"] == "1"
    over_inference = [acme.get("/v2/models/none/ready") for _ in range(10)][-1]
    assert over_inference.status_code == 429
    assert "too_many_requests" in over_inference.json()["error"]
    assert globex.get("/api/v1/whoami").status_code == 200
