"""A server for tests of the pages. `secured`: as a company runs it, with TLS, PostgreSQL and an
identity provider; `plain`: as `armillary up` starts it.

Prints one line of JSON when all of it is up: where the server is, the operator's token; of a
secured one also where the provider is and the file of the authority that signed its certificate.
Ends with its input.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

from tests.identity.provider import Provider, free_port
from tests.integration.certificates import Authority
from tests.integration.postgres import Postgres
from tests.integration.running import OFTEN, Running

GROUPS = {"acme-lab": ("acme", "scientist"), "globex-guests": ("globex", "viewer")}
Said = dict[str, str]


def told(server: Running) -> Said:
    return {"url": server.url, "operator": server.operator_token}


@contextmanager
def plain(folder: Path) -> Iterator[Said]:
    server = Running(folder / "data", OFTEN)
    try:
        yield told(server)
    finally:
        server.end()


@contextmanager
def secured(folder: Path) -> Iterator[Said]:
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
        yield {**told(server), "issuer": provider.issuer, "authority": str(authority.file)}


STANDS: dict[str, Callable[[Path], AbstractContextManager[Said]]] = {
    "plain": plain,
    "secured": secured,
}


def main() -> None:
    for ends in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ends, lambda *_: sys.exit(1))  # Leaves nothing behind.
    stand = STANDS[sys.argv[1]]
    temporary = tempfile.TemporaryDirectory(prefix="armillary-stand-")
    with temporary as folder, stand(Path(folder)) as said:
        print(json.dumps(said), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
