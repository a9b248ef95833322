"""A PostgreSQL 15 of the tests' own, which they may stop and start."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SETTINGS = ("listen_addresses=", "max_connections=100", "shared_buffers=32MB")
START_SECONDS = 60.0
STOP_SECONDS = 60.0
LOCK_SECONDS = 600


class Postgres:
    """A server behind a socket in a temporary folder. PostgreSQL refuses to run as root: then it
    runs as the user `postgres`, as the Debian package makes it. Ends with this process.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="armillary-pg-"))
        self._dropped: list[str] = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            groups = [f"--regid={user.pw_gid}", "--clear-groups"]
            self._dropped = [f"--reuid={user.pw_uid}", *groups]
        self._databases = 0
        self._do(
            "initdb",
            f"--pgdata={self.folder / 'data'}",
            "--username=postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=en-US",
        )
        self.start()
        self.execute("CREATE ROLE armillary LOGIN CREATEDB CREATEROLE")

    def start(self) -> None:
        """Starts it, again if it was stopped, and waits until it answers."""
        with (self.folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", str(self.folder / "data"), "-k", str(self.folder))
                + [part for setting in SETTINGS for part in ("-c", setting)],
                cwd="/",
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            ready = subprocess.run(
                [str(PROGRAMS / "pg_isready"), "-q", "-h", str(self.folder), "-U", "postgres"],
                check=False,
                timeout=30,
            )
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        """Ends it at once, as `pg_ctl stop -m immediate`: it recovers at its next start."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(STOP_SECONDS)

    def close(self) -> None:
        """Ends it and leaves nothing."""
        if self._process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """The URL of an empty database that its login owns."""
        self._databases += 1
        name = f"armillary_{self._databases}"
        self.execute(f"CREATE DATABASE {name} OWNER armillary")
        return f"postgresql://armillary@/{name}?host={quote(str(self.folder), safe='')}"

    def execute(self, sql: str, database: str = "postgres", user: str = "postgres") -> str:
        """Runs statements as the superuser or another login; the rows, one on each line."""
        return self._do(*self._psql(sql, database, user))

    @contextmanager
    def locked(self, table: str, database: str) -> Iterator[None]:
        """Whoever wants the table waits, until this is over."""
        lock = f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"
        sleep = f"BEGIN; {lock}; SELECT pg_sleep({LOCK_SECONDS})"
        holder = subprocess.Popen(self._command(*self._psql(sleep, database)), cwd="/")
        held = f"relation = '{table}'::regclass AND granted AND mode = 'AccessExclusiveLock'"
        try:
            deadline = time.monotonic() + START_SECONDS
            while self.execute(f"SELECT count(*) FROM pg_locks WHERE {held}", database) == "0":
                assert time.monotonic() < deadline, f"{table} cannot be locked"
                time.sleep(0.05)
            yield
        finally:
            holder.terminate()
            holder.wait(STOP_SECONDS)
            ours = f"query LIKE '%{lock}%' AND pid <> pg_backend_pid()"
            self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")

    def _psql(self, sql: str, database: str, user: str = "postgres") -> list[str]:
        where = ["-h", str(self.folder), "-U", user, "-d", database]
        return ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *where, "-c", sql]

    def _do(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            self._command(program, *arguments),
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            timeout=120,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{PROGRAMS / program}: {done.stderr}\nIs postgresql-15 installed?")
        return done.stdout.strip()

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [
            "setpriv",
            *self._dropped,
            "--pdeathsig=QUIT",
            str(PROGRAMS / program),
            *arguments,
        ]
