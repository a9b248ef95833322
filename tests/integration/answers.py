"""What an answer that refuses a request must be."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from tests.integration.request_faults import Case
from tests.integration.routes import Route, printed_routes
from tests.integration.running import ROOT
from tests.integration.wire import Answer

CATALOGUE: dict[str, Any] = yaml.safe_load((ROOT / "contract" / "errors.yaml").read_text())
REQUIRED = {"code", "message", "next_step", "request_id"}
# Said before the path is known, and so in one form everywhere.
BEFORE_THE_PATH = {"uri_too_long", "header_too_large"}
_OIP = re.compile(
    r"^(?P<code>\w+): (?P<message>.*?)(?: \[(?P<field>[^\[]*?)(?:: (?P<rule>.*))?\])?$", re.S
)


def parts_of(route: Route, answer: Answer) -> dict[str, str]:
    """Code, message, field and rule, in whichever shape the route has. Raises ValueError."""
    body = json.loads(answer.body)
    if set(body) == {"error"}:
        match = _OIP.match(body["error"]) if route.speaks_inference else None
        if match is None:
            raise ValueError("the shape is not that of the route")
        return {key: value for key, value in match.groupdict().items() if value is not None}
    if route.speaks_inference and body.get("code") not in BEFORE_THE_PATH:
        raise ValueError("the shape is not that of the route")
    if not REQUIRED <= set(body) <= REQUIRED | {"field", "rule"}:
        raise ValueError(f"the members are {sorted(body)}")
    if body["request_id"] != answer.headers.get("X-Request-Id") or not body["next_step"]:
        raise ValueError("no next step, or another request id than the header's")
    return {key: str(value) for key, value in body.items()}


def status_of(code: str, route: Route) -> int:
    status = int(CATALOGUE[code]["http"])
    is_translated = status == 422 and route.speaks_inference
    return 400 if is_translated else status


def wrong(route: Route, case: Case, answer: Answer) -> str:
    """What is wrong with an answer; empty if nothing."""
    try:
        parts = parts_of(route, answer)
    except ValueError as error:
        return f"{answer.status}, {error}: {answer.body[:200]!r}"
    code = parts["code"]
    if code not in case.code.split("|"):
        return f"{answer.status} {code}, not {case.code}: {answer.body[:300]!r}"
    if answer.status != status_of(code, route):
        return f"{code} has the status {answer.status}"
    if code not in route.errors:
        return f"the contract does not list {code}"
    if case.field is not None and parts.get("field") != case.field:
        return f"{code} names {parts.get('field')!r}, not {case.field!r}: {answer.body[:300]!r}"
    if case.has_rule and not parts.get("rule"):
        return f"{code} names no rule: {answer.body[:300]!r}"
    return wrong_header(route, answer)


def wrong_header(route: Route, answer: Answer) -> str:
    if answer.status == 401 and answer.headers.get("WWW-Authenticate") != "Bearer":
        return "401 without WWW-Authenticate"
    if answer.status == 405:
        taken = {other.method for other in printed_routes() if other.path == route.path}
        taken |= {"OPTIONS", *(["HEAD"] if "GET" in taken else [])}
        if set((answer.headers.get("Allow") or "").split(", ")) != taken:
            return f"405 with Allow: {answer.headers.get('Allow')}"
    return ""
