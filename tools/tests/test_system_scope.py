"""Lists each use of the right to the rows of all tenants: a new one is added here on purpose."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Who is given the right, and what for.
USES = {
    ("app/consistency.cc", "catalog::ListContent"): "check: every row's blob",
    ("app/consistency.cc", "catalog::FindContent"): "check: the version that is live",
    ("app/consistency.cc", "deployments::ListCurrentAfter"): "check: every live signature",
    ("app/consistency.cc", "audit.VerifyAll"): "check: every audit chain",
    ("app/foundation.cc", "tenancy::IsInstalled"): "start: may keys be made, or are there tenants",
    ("app/identity_stack.cc", "sign_in"): "who comes from the provider is of no tenant yet",
    ("app/identity_stack.cc", "IdentityStack::notices"): "whom the provider says has left it",
    ("app/identity_stack.cc", "IdentityStack::refresher"): "whether it still vouches for people",
    ("app/platform.cc", "TenancyParts::feed"): "all tenants and tokens, in memory; old tokens go",
    ("app/platform.cc", "sign_in"): "a code is redeemed before anybody is of any tenant",
    ("app/platform.cc", "EventParts::relay"): "what changed in all tenants, for who may be told",
    ("app/platform.cc", "ServingParts::feed"): "what is live in all tenants, in memory",
    ("app/platform.cc", "tenancy::Bootstrap"): "the house and its first operator",
    ("app/server.cc", "std::make_unique<StoredReferences>"): "sweeps: is a blob named anywhere",
    ("app/server.cc", "metadata::ForgetOldAnswers"): "idempotency keys of all tenants, once old",
}

GRANT = re.compile(r"SystemAuthority\s*::\s*Grant\s*\(\s*\)")
MADE_IN = "app/system_authority.h"


def receiver(code: str, at: int) -> str:
    """What stands before the bracket that a place in the code lies in; for a member that is
    initialised, with the class it belongs to."""
    depth = 0
    for start in range(at - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(code[start], 0)
        if depth < 0:
            found = re.search(r"[\w:.<>]+$", code[:start])
            name = found[0] if found else ""
            owner = re.findall(r"^(\w+)::\1\(", code[:start], re.M)
            return f"{owner[-1]}::{name}" if name.islower() and name.isalpha() and owner else name
    return ""


def uses(root: Path) -> list[tuple[str, str]]:
    found = []
    for file in sorted((root / "src").rglob("*")):
        if file.suffix not in {".h", ".cc"} or file.relative_to(root / "src").as_posix() == MADE_IN:
            continue
        code = re.sub(r"//[^\n]*", "", file.read_text())
        place = file.relative_to(root / "src").as_posix()
        found += [(place, receiver(code, match.start())) for match in GRANT.finditer(code)]
    return found


def test_every_use_of_the_right_to_all_tenants_is_listed_once() -> None:
    assert sorted(uses(ROOT)) == sorted(USES)


def test_a_new_use_is_found_wherever_it_stands(tmp_path: Path) -> None:
    planted = {
        "src/app/server.cc": "void Run() {\n  jobs.Start(clock, SystemAuthority::Grant());\n}\n",
        "src/app/platform.cc": "A::A(int b)\n    : feed(b, SystemAuthority::Grant()) {}\n",
        "src/app/early.cc": "auto scope = (SystemAuthority ::\n    Grant ( ));\n",
        "src/jobs/late.h": "// SystemAuthority::Grant()\n",
    }
    for name, text in planted.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert uses(tmp_path) == [
        ("app/early.cc", ""),
        ("app/platform.cc", "A::feed"),
        ("app/server.cc", "jobs.Start"),
    ]
