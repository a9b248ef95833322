"""Writes docs/guide/roles.md from contract/authz.yaml and contract/openapi.yaml.

With --check it writes nothing and ends with 1 when the page is not what it would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from generated_page import settle

ROOT = Path(__file__).resolve().parent.parent
ORACLE = ROOT / "contract" / "authz.yaml"
CONTRACT = ROOT / "contract" / "openapi.yaml"
PAGE = ROOT / "docs" / "guide" / "roles.md"
METHODS = ("get", "put", "post", "patch", "delete")
WORDS = {"allow": "yes", "own": "own", "named": "named", "deny": ""}

HEAD = """\
# Roles

<!-- Made by tools/docs_roles.py from contract/authz.yaml. Edit that file, then run the tool. -->

Why: who asks what they may do should find it in one place, and the place should be the one that the
server is tested against. Each cell below is asked of the running server for each of its requests;
see [the security model](security.md).
"""

CELLS = """
A role is had in one tenant. There, and nowhere else, it means:

- **yes**: it may; **own**: for what is its own, what others have is hidden; **named**: for the
  models that the token names; empty: 403 `permission_denied`.
- **yes, everywhere**: an operator may also in the tenants of others. Everything else of theirs is
  to an operator what it is to a stranger: 404 `not_found`.

A token's `scopes` take permissions away and never add one.
"""

ADDRESSES = """
`/predict` and `/v2` are there under `/t/{tenant}` and `/t/{tenant}/e/{environment}` too, what is of
deployments under `/api/v1/t/{tenant}/e/{environment}`.
"""

STATES = """
## In a tenant that is not active

Whoever is of the tenant may come, see that, and go. An operator keeps what is needed to look into
it and to end it. Everything else is refused with the code.

| state | code | its own people and programs | an operator |
|---|---|---|---|
"""

ENVIRONMENTS = """
## In another environment

A token is of one environment. Reading crosses, acting does not:

- a token of another environment is answered for {crossing} (of a caller: {caller}); everything else
  is 403 `permission_denied`;
- in {promoted}, {permissions} end in 409 `promotion_required`, with a token from there too: what
  goes there needs a promotion, which is still to come.
"""

Json = dict[str, Any]


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(heads)
    yield f"| {' | '.join(columns)} |\n"
    yield f"|{'---|' * len(columns)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def coded(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "none"


def shown(role: str) -> str:
    return role.replace("_", " ")


def cell(oracle: Json, permission: str, role: str) -> str:
    """What the role is answered."""
    word = WORDS[oracle["permissions"][permission][role]]
    crosses = role == "operator" and permission in oracle["relations"]["operator_crosses"]
    return f"{word}, everywhere" if word and crosses else word


def openings(contract: Json) -> dict[str, list[str]]:
    """Of each permission its requests, each at the shortest of its addresses."""
    found: dict[str, dict[str, str]] = {}
    for path, operations in contract["paths"].items():
        place = path.replace("/e/{environment}", "").removeprefix("/t/{tenant}")
        for method in METHODS:
            operation = operations.get(method, {})
            text = f"{operation.get('summary')}: `{method.upper()} {path}`"
            known = found.setdefault(operation.get("x-permission", ""), {})
            known.setdefault(f"{method} {place}", text)
    return {permission: list(texts.values()) for permission, texts in found.items()}


def roles(oracle: Json) -> Iterator[str]:
    words, up_to = oracle["roles"], oracle["up_to"]
    yield "\n## What each is for, and which it may give\n\n"
    yield from table(
        ("role", "in words", "may give to people and tokens"),
        ((f"`{role}`", words[role], ", ".join(map(shown, up_to[role]))) for role in words),
    )


def matrix(oracle: Json) -> Iterator[str]:
    names = list(oracle["roles"])
    yield "\n## Who may do what\n"
    yield CELLS + "\n"
    yield from table(
        ("permission", *map(shown, names)),
        (
            (f"`{permission}`", *(cell(oracle, permission, name) for name in names))
            for permission in oracle["permissions"]
        ),
    )


def requests(oracle: Json, contract: Json) -> Iterator[str]:
    found = openings(contract)
    yield "\n## What each permission opens\n" + ADDRESSES + "\n"
    yield from table(
        ("permission", "requests"),
        (
            (f"`{permission}`", "<br>".join(found.get(permission, ["no request yet"])))
            for permission in oracle["permissions"]
        ),
    )
    yield "\nWithout any permission, and to everybody alike:\n\n"
    yield from (f"- {text}\n" for text in found["public"])


def rules(oracle: Json) -> Iterator[str]:
    yield STATES
    for state, rule in oracle["tenant_state"].items():
        own, operator = (coded(rule[who]["allow"]) for who in ("own_principals", "operator"))
        code = rule["own_principals"]["else"]["code"]
        yield f"| {shown(state)} | `{code}` | {own} | {operator} |\n"
    other = oracle["environments"]["other"]
    promoted = oracle["environments"]["promotion_required"]
    yield ENVIRONMENTS.format(
        crossing=coded(other["allow"]),
        caller=coded(other["caller_allow"]),
        promoted=" and ".join(promoted["environments"]),
        permissions=coded(promoted["permissions"]),
    )


def page(oracle: Json, contract: Json) -> str:
    """The whole page."""
    parts = (roles(oracle), matrix(oracle), requests(oracle, contract), rules(oracle))
    return HEAD + "".join(text for part in parts for text in part)


def main(arguments: list[str]) -> int:
    oracle, contract = (yaml.safe_load(file.read_text("utf-8")) for file in (ORACLE, CONTRACT))
    return settle(PAGE, page(oracle, contract), "tools/docs_roles.py", check="--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
