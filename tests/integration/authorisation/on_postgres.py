"""The world of authorisation over a PostgreSQL of its own, which a test may stop or hold up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.integration.authorisation.credentials import prepare
from tests.integration.authorisation.world import World
from tests.integration.people import Platform, done
from tests.integration.postgres import Postgres
from tests.integration.running import OFTEN, PAGES, Running

# All slots are soon busy: two requests at work, two that wait.
WORK_THREADS = 2
WORK_QUEUE = 2
SLOTS = (f"--work.threads={WORK_THREADS}", f"--work.queue={WORK_QUEUE}")


@dataclass(frozen=True)
class OnPostgres:
    world: World
    postgres: Postgres
    database: str

    @classmethod
    def start(cls, folder: Path) -> OnPostgres:
        postgres = Postgres()
        url = postgres.new_database()
        database = urlsplit(url).path.removeprefix("/")
        server = Running(folder / "data", OFTEN, PAGES, *SLOTS, f"--database.url={url}")
        world = World(Platform(server))
        world.fill()
        world.witness_all()
        prepare(world)
        world.close(partial(postgres.execute, database=database))
        return cls(world, postgres, database)

    def end(self) -> None:
        self.world.platform.server.end()
        self.postgres.close()

    def execute(self, sql: str, user: str = "postgres") -> str:
        return self.postgres.execute(sql, self.database, user)

    def tenant_id(self, name: str) -> str:
        return str(done(self.world.operator("GET", f"/api/v1/tenants/{name}"))["id"])
