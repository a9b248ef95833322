"""PostgreSQL's own fence, without the server: what the application's role reaches by psql.

The tables come from the catalogue of the database: every one with a `tenant_id`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.integration.authorisation.on_postgres import OnPostgres
from tests.integration.people import done, unique

LOGIN = "armillary"
ROLE = "armillary_tenant"
HAS_TENANT = """
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
# For every verb, one that looks at rows and at what is written, and none beside it.
FENCED = f"""
    SELECT 1 FROM pg_policy p
    WHERE p.polrelid = t.oid AND p.polcmd = '*' AND p.polpermissive
    AND '{ROLE}'::regrole = ANY (p.polroles)
    AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL
    AND pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)
"""
UNFENCED = f"""
    SELECT t.relname FROM ({HAS_TENANT}) t
    WHERE NOT t.relrowsecurity OR NOT t.relforcerowsecurity OR NOT EXISTS ({FENCED}) ORDER BY 1
"""
# What is the platform's: no row of these is a tenant's, as each module's schema/ says.
OF_THE_PLATFORM = {
    "deployment_position",
    "directory_changes",
    "directory_head",
    "environments",
    "outbox_head",
    "people",
    "preferences",
    "schema_migrations",
    "sessions",
    "teams",
    "tenants",
    "identity_grants",
    "identity_notices",
}
REFUSED = "violates row-level security policy"


@pytest.fixture(scope="module")
def stage(on_postgres: OnPostgres) -> OnPostgres:
    """Two tenants that have rows in every table."""
    world = on_postgres.world
    for tenant in ("acme", "globex"):
        body = {"name": unique("kept"), "kind": "user", "role": "viewer"}
        key = {"Idempotency-Key": unique("row")}
        path = f"/api/v1/t/{tenant}/principals"
        done(world.operator("POST", path, json=body, headers=key))
    return on_postgres


def lines(text: str) -> list[str]:
    return text.splitlines()


def tenant_tables(stage: OnPostgres) -> list[str]:
    return lines(stage.execute(f"SELECT relname FROM ({HAS_TENANT}) t ORDER BY 1"))


def as_tenant(stage: OnPostgres, tenant: str, sql: str) -> str:
    """Runs a statement as the server would for the tenant, and takes it back."""
    enter = f"SET LOCAL ROLE {ROLE}; SET LOCAL app.tenant = '{tenant}'"
    return stage.execute(f"BEGIN; {enter}; {sql}; ROLLBACK", LOGIN)


def refused(stage: OnPostgres, tenant: str, sql: str) -> bool:
    """Whether row-level security is what refuses the statement."""
    try:
        as_tenant(stage, tenant, sql)
    except RuntimeError as error:
        return REFUSED in str(error)
    return False


def counted(verb: str, table: str, tenant: str) -> str:
    """How many rows of the tenant a change reaches, the condition aside."""
    what = {
        "UPDATE": f"UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = '{tenant}'",
        "DELETE": f"DELETE FROM {table} WHERE tenant_id = '{tenant}'",
    }[verb]
    return f"WITH done AS ({what} RETURNING 1) SELECT count(*) FROM done"


def planted_row(table: str, own: str, other: str) -> str:
    """A row of one's own again, under the name of another tenant."""
    changed = f"jsonb_populate_record(r, jsonb_build_object('tenant_id', '{other}'))"
    return f"INSERT INTO {table} SELECT ({changed}).* FROM {table} r WHERE tenant_id = '{own}'"


def reached(stage: OnPostgres, table: str, own: str, other: str) -> Iterator[str]:
    """Each verb that reaches the other tenant's rows of the table, from one's own."""
    of_other = f"tenant_id = '{other}'"
    if as_tenant(stage, own, f"SELECT count(*) FROM {table} WHERE {of_other}") != "0":
        yield f"SELECT of {table}"
    for verb in ("UPDATE", "DELETE"):
        if as_tenant(stage, own, counted(verb, table, other)) != "0":
            yield f"{verb} of {table}"
    if not refused(stage, own, planted_row(table, own, other)):
        yield f"INSERT into {table}"
    if not refused(stage, own, f"UPDATE {table} SET {of_other} WHERE tenant_id = '{own}'"):
        yield f"UPDATE of {table} to another tenant"


def test_no_verb_reaches_another_tenants_rows_of_any_table(
    stage: OnPostgres, capsys: pytest.CaptureFixture[str]
) -> None:
    acme, globex = (stage.tenant_id(name) for name in ("acme", "globex"))
    tables = tenant_tables(stage)
    rows = 0
    for table in tables:
        for tenant in (acme, globex):
            here = f"SELECT count(*) FROM {table} WHERE tenant_id = '{tenant}'"
            there = int(stage.execute(here))
            assert there > 0, f"{table} has no row of {tenant}, so nothing is proven"
            rows += there
            assert int(as_tenant(stage, tenant, f"SELECT count(*) FROM {table}")) == there
    found = [
        f"{what} from {own}"
        for table in tables
        for own, other in ((acme, globex), (globex, acme))
        for what in reached(stage, table, own, other)
    ]
    with capsys.disabled():
        print(f"\n{len(tables)} tables of tenants, {rows} rows of two tenants, 5 statements each")
        print(f"  both ways as {ROLE}: {len(found)} reach a row of the other")
    assert not found, "\n".join(found)


def test_nothing_is_shown_where_no_tenant_is_set(stage: OnPostgres) -> None:
    for table in tenant_tables(stage):
        for enter in ("", f"SET LOCAL ROLE {ROLE};"):
            shown = stage.execute(f"BEGIN; {enter} SELECT count(*) FROM {table}; ROLLBACK", LOGIN)
            assert shown == "0", f"{table} after {enter!r}"


def test_who_sets_a_tenant_without_the_role_is_shown_that_tenants_rows_at_most(
    stage: OnPostgres,
) -> None:
    acme = stage.tenant_id("acme")
    for table in tenant_tables(stage):
        others = f"SELECT count(*) FROM {table} WHERE tenant_id <> '{acme}'"
        assert stage.execute(others) != "0", f"{table} has no row of another tenant"
        enter = f"SET LOCAL app.tenant = '{acme}';"
        assert stage.execute(f"BEGIN; {enter} {others}; ROLLBACK", LOGIN) == "0", table


def test_the_login_is_fenced_in_itself(stage: OnPostgres) -> None:
    powers = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname"
    for name in (LOGIN, ROLE, "armillary_system"):
        assert stage.execute(f"{powers} = '{name}'") == "f", name


def test_every_table_with_a_tenant_has_the_policy(stage: OnPostgres) -> None:
    assert lines(stage.execute(UNFENCED)) == []
    everything = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    tables = lines(stage.execute(f"{everything} AND relkind IN ('r', 'p')"))
    assert set(tables) - set(tenant_tables(stage)) == OF_THE_PLATFORM


@contextmanager
def planted(stage: OnPostgres, fence: str) -> Iterator[str]:
    """A table of tenants, with rows of two, that was given only this fence."""
    name = "planted"
    acme, globex = (stage.tenant_id(tenant) for tenant in ("acme", "globex"))
    try:
        stage.execute(
            f"CREATE TABLE {name} (tenant_id text, note text); "
            f"INSERT INTO {name} VALUES ('{acme}', 'mine'), ('{globex}', 'theirs'); "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {ROLE}; {fence}"
        )
        yield name
    finally:
        stage.execute(f"DROP TABLE IF EXISTS {name}")


READING_ALONE = f"""
    ALTER TABLE planted ENABLE ROW LEVEL SECURITY; ALTER TABLE planted FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_rows ON planted TO {ROLE}
    USING (tenant_id = current_setting('app.tenant')) WITH CHECK (true)
"""


@pytest.mark.parametrize(
    ("fence", "verbs"),
    [("", {"SELECT", "UPDATE", "DELETE", "INSERT"}), (READING_ALONE, {"INSERT"})],
    ids=["no policy", "a policy of reading alone"],
)
def test_a_table_without_the_policy_is_found(
    stage: OnPostgres, fence: str, verbs: set[str]
) -> None:
    acme, globex = (stage.tenant_id(name) for name in ("acme", "globex"))
    with planted(stage, fence) as table:
        assert table in tenant_tables(stage)
        assert lines(stage.execute(UNFENCED)) == [table]
        found = {what.split()[0] for what in reached(stage, table, acme, globex)}
        assert found == verbs
