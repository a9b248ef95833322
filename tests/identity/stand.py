"""The server as a company runs it, for tests of the pages: TLS, PostgreSQL, an identity provider.

Prints one line of JSON when all of it is up: where the server and the provider are, the operator's
token, the file of the authority that signed the server's certificate. Ends with its input.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.identity.provider import Provider, free_port
from tests.integration.certificates import Authority
from tests.integration.postgres import Postgres
from tests.integration.running import OFTEN, Running

GROUPS = {"acme-lab": ("acme", "scientist"), "globex-guests": ("globex", "viewer")}


@contextmanager
def stand(folder: Path) -> Iterator[dict[str, str]]:
    """All of it; what is printed."""
    with ExitStack() as parts:
        postgres = parts.enter_context(closing(Postgres()))
        authority = Authority(folder / "certificates")
        port = free_port()
        provider = Provider(folder, port, authority=authority.file)
        parts.callback(provider.end)
        provider.map(GROUPS)
        flags = (*provider.flags, *authority.sign().flags, OFTEN)
        flags += ("--database.url", postgres.new_database())
        server = Running(
            folder / "data", *flags, listen=f"127.0.0.1:{port}", trusted=authority.file
        )
        parts.callback(server.end)
        yield {
            "url": server.url,
            "operator": server.operator_token,
            "issuer": provider.issuer,
            "authority": str(authority.file),
        }


def main() -> None:
    temporary = tempfile.TemporaryDirectory(prefix="armillary-stand-")
    with temporary as folder, stand(Path(folder)) as made:
        print(json.dumps(made), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
