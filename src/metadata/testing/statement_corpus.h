#pragma once

#include <array>
#include <string_view>

namespace armillary::metadata {

// Statements over the tables of test_tables.h, for the check and for both engines.

// Each can reach rows of another tenant, or says something that the check cannot vouch for.
inline constexpr auto kUnscoped = std::to_array<std::string_view>({
    // Nothing, or something else, holds the table to the tenant.
    "SELECT name FROM models",
    "SELECT name FROM models WHERE name = $1",
    "SELECT name FROM models WHERE tenant_id = $2",
    "SELECT name FROM models WHERE tenant_id = 'acme'",
    "SELECT name FROM models WHERE tenant_id = name",
    "SELECT name FROM models WHERE tenant_id = tenant_id AND $1 = $1",
    "SELECT name FROM models WHERE tenant_id >= $1",
    "SELECT name FROM models WHERE tenant_id <> $1",
    "SELECT name FROM models WHERE tenant_id IN ($1, $2)",
    "SELECT name FROM models WHERE tenant_id LIKE $1",
    "SELECT name FROM models WHERE lower(tenant_id) = $1",
    "SELECT name FROM models WHERE tenant_id = $1 || ''",
    "SELECT name FROM models WHERE name = $1 AND size = $2",
    "SELECT name FROM models ORDER BY tenant_id = $1",
    "SELECT name FROM models GROUP BY name, tenant_id HAVING tenant_id = $1",
    "SELECT CASE WHEN tenant_id = $1 THEN name END FROM models",
    // OR, NOT and IS do not count.
    "SELECT name FROM models WHERE tenant_id = $1 OR name = $2",
    "SELECT name FROM models WHERE (tenant_id = $1 AND name = $2) OR size = 3",
    "SELECT name FROM models WHERE NOT tenant_id = $1",
    "SELECT name FROM models WHERE (tenant_id = $1) IS NULL",
    "SELECT name FROM models WHERE tenant_id = $1 IS NOT NULL",
    // Each side of a join needs its own.
    "SELECT v.number FROM models m JOIN versions v ON v.model = m.name WHERE m.tenant_id = $1",
    "SELECT v.number FROM models m, versions v WHERE m.tenant_id = $1",
    "SELECT m.name FROM models m, versions v WHERE tenant_id = $1",
    "SELECT m.name FROM models m LEFT JOIN versions v ON v.tenant_id = $1 AND m.tenant_id = $1",
    "SELECT m.name FROM models m LEFT JOIN versions v ON v.model = m.name WHERE m.tenant_id = $1",
    "SELECT m.name FROM versions v RIGHT JOIN models m ON v.tenant_id = $1 AND m.tenant_id = $1",
    "SELECT m.name FROM models m FULL JOIN versions v ON v.tenant_id = $1 AND m.tenant_id = $1",
    "SELECT m.name FROM models m CROSS JOIN versions v WHERE v.tenant_id = $1",
    "SELECT m.name FROM models m NATURAL JOIN versions v WHERE m.tenant_id = $1",
    "SELECT m.name FROM models m JOIN versions v USING (tenant_id) WHERE tenant_id = $1",
    "SELECT a.name FROM models a JOIN models b ON a.tenant_id = b.tenant_id "
    "WHERE a.tenant_id = $1",
    "SELECT m.name FROM models m JOIN versions v ON v.tenant_id = m.tenant_id "
    "WHERE m.tenant_id = $1",
    "SELECT s.name FROM settings s, models m WHERE s.tenant_id = $1",
    // Each query level needs its own.
    "SELECT name FROM models WHERE tenant_id = $1 AND name IN (SELECT model FROM versions)",
    "SELECT name FROM models m WHERE m.tenant_id = $1 AND EXISTS "
    "(SELECT 1 FROM versions v WHERE m.tenant_id = $1)",
    "SELECT name FROM models m WHERE EXISTS "
    "(SELECT 1 FROM versions v WHERE m.tenant_id = $1 AND v.tenant_id = $1)",
    "SELECT (SELECT max(number) FROM versions) FROM models WHERE tenant_id = $1",
    "SELECT q.name FROM (SELECT name, tenant_id FROM models) q WHERE q.tenant_id = $1",
    "WITH q AS (SELECT name, tenant_id FROM models) SELECT name FROM q WHERE tenant_id = $1",
    "SELECT name FROM models WHERE tenant_id = $1 UNION SELECT model FROM versions",
    "SELECT name FROM models UNION ALL SELECT model FROM versions WHERE tenant_id = $1",
    "SELECT name FROM models WHERE tenant_id = $1 ORDER BY (SELECT max(number) FROM versions)",
    "SELECT name FROM models WHERE tenant_id = $1 LIMIT (SELECT count(*) FROM versions)",
    "WITH models AS (SELECT 1 AS tenant_id) SELECT tenant_id FROM models WHERE tenant_id = $1",
    "TABLE models",
    // Changes.
    "UPDATE models SET size = 1",
    "UPDATE models SET size = 1 WHERE name = $1",
    "UPDATE models SET tenant_id = $2 WHERE tenant_id = $1",
    "UPDATE models SET (size, tenant_id) = ($2, $3) WHERE tenant_id = $1",
    "UPDATE models m SET size = v.number FROM versions v WHERE m.tenant_id = $1",
    "UPDATE models m SET size = v.number FROM versions v WHERE v.tenant_id = $1",
    "UPDATE models SET size = (SELECT max(number) FROM versions) WHERE tenant_id = $1",
    "DELETE FROM models",
    "DELETE FROM models WHERE name = $1",
    "DELETE FROM models m USING versions v WHERE m.tenant_id = $1",
    "DELETE FROM models WHERE tenant_id = $1 RETURNING (SELECT max(number) FROM versions)",
    "INSERT INTO models VALUES ($1, $2, $3)",
    "INSERT INTO models (name, size) VALUES ($1, $2)",
    "INSERT INTO models (tenant_id, name) VALUES ($2, $1)",
    "INSERT INTO models (tenant_id, name) VALUES ('acme', $1)",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2), ($3, $4)",
    "INSERT INTO models (tenant_id, name) VALUES (coalesce($1, $2), $3)",
    "INSERT INTO models (tenant_id, name) SELECT tenant_id, model FROM versions "
    "WHERE tenant_id = $1",
    "INSERT INTO models (tenant_id, name) SELECT $1, model FROM versions",
    "INSERT INTO models (tenant_id, name) SELECT v.*, $1 FROM versions v WHERE v.tenant_id = $1",
    "INSERT INTO models (tenant_id, name) SELECT $1, $2 UNION SELECT $2, $1",
    "INSERT INTO models DEFAULT VALUES",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET size = 1",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET size = 1 WHERE excluded.tenant_id = $1",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2) "
    "ON CONFLICT (tenant_id, name) DO UPDATE SET tenant_id = 'globex'",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2) "
    "RETURNING (SELECT max(number) FROM versions)",
    "INSERT INTO settings (name) SELECT name FROM models",
});

// Each is refused under either scope.
inline constexpr auto kForbidden = std::to_array<std::string_view>({
    "SELECT name FROM public.models WHERE tenant_id = $1",
    "SELECT name FROM \"models\" WHERE tenant_id = $1",
    "SELECT name FROM \"Models\" WHERE tenant_id = $1",
    "SELECT name FROM nothing WHERE tenant_id = $1",
    "SELECT relname FROM pg_class",
    "SELECT name FROM sqlite_schema",
    "SELECT m.name FROM models AS m (name, tenant_id) WHERE m.tenant_id = $1",
    "SELECT j.name FROM (models m JOIN versions v ON m.tenant_id = $1) AS j WHERE 1 = 1",
    "SELECT m.name FROM models m, models m WHERE m.tenant_id = $1",
    "SELECT 1 FROM generate_series(1, 1000000)",
    "SELECT v.number FROM models m, LATERAL (SELECT number FROM versions WHERE tenant_id = $1) v "
    "WHERE m.tenant_id = $1",
    "SELECT set_config('app.tenant', 'globex', true)",
    "SELECT current_setting('app.tenant')",
    "SELECT pg_sleep(10)",
    "SELECT load_extension('x')",
    "SELECT pg_catalog.lower($1)",
    "SELECT CURRENT_TIMESTAMP",
    "SELECT current_user",
    "SELECT name FROM models WHERE tenant_id = $1; DELETE FROM models",
    "SELECT name FROM models WHERE tenant_id = $1;",
    "SELECT name FROM models -- WHERE tenant_id = $1",
    "SELECT name FROM models /* x */ WHERE tenant_id = $1",
    "SELECT name FROM models WHERE tenant_id = $1::text",
    "SELECT name FROM models WHERE tenant_id = ?1",
    "SELECT name FROM models WHERE tenant_id = :tenant",
    "SELECT name FROM models WHERE tenant_id = $1 AND name = E'\\x41'",
    "SELECT name FROM models WHERE tenant_id = $1 AND name = $$a$$",
    "SELECT name FROM models WHERE tenant_id = $1 AND name = 'caf\xc3\xa9'",
    "SELECT name FROM [models] WHERE tenant_id = $1",
    "SELECT name FROM `models` WHERE tenant_id = $1",
    "SELECT name INTO copies FROM models WHERE tenant_id = $1",
    "SELECT name FROM models WHERE tenant_id = $1 FOR SHARE",
    "SELECT name FROM models m WHERE tenant_id = $1 FOR UPDATE OF m",
    "SELECT name FROM (SELECT name FROM models WHERE tenant_id = $1 FOR UPDATE) q",
    "WITH q AS (DELETE FROM models WHERE tenant_id = $1 RETURNING name) SELECT name FROM q",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $0)",
    "CREATE TABLE more (tenant_id TEXT)",
    "DROP TABLE models",
    "ALTER TABLE models DISABLE ROW LEVEL SECURITY",
    "TRUNCATE models",
    "SET ROLE postgres",
    "RESET ROLE",
    "COPY models TO STDOUT",
    "VACUUM",
    "BEGIN",
    "COMMIT",
    "PRAGMA query_only = OFF",
    "ATTACH DATABASE 'x' AS y",
    "EXPLAIN SELECT name FROM models WHERE tenant_id = $1",
    "GRANT ALL ON models TO PUBLIC",
    "LOCK TABLE models",
    "PREPARE x AS SELECT 1",
    "MERGE INTO models USING versions ON true WHEN MATCHED THEN DELETE",
    "",
    "SELECT name FROM models WHERE tenant_id = $1 AND (",
});

inline constexpr auto kScoped = std::to_array<std::string_view>({
    "SELECT name FROM models WHERE tenant_id = $1",
    "SELECT name FROM MODELS WHERE TENANT_ID = $1",
    "SELECT name FROM models WHERE $1 = tenant_id AND name = $2",
    "SELECT name FROM models m WHERE m.tenant_id = $1 AND (name = $2 OR size > $3)",
    "SELECT name FROM models WHERE (tenant_id = $1 AND (name = $2 AND size = $3))",
    "SELECT name FROM models WHERE tenant_id = $1 AND name LIKE $2 ESCAPE '|' ORDER BY name LIMIT "
    "$3",
    "SELECT name FROM models WHERE tenant_id = $1 FOR UPDATE",
    "SELECT name FROM models WHERE tenant_id = $1 ORDER BY name LIMIT 1 FOR UPDATE SKIP LOCKED",
    "SELECT m.name FROM models m JOIN versions v ON v.tenant_id = $1 AND v.model = m.name "
    "WHERE m.tenant_id = $1",
    "SELECT m.name FROM models m JOIN versions v ON v.tenant_id = $1 AND m.tenant_id = $1",
    "SELECT m.name FROM models m LEFT JOIN versions v ON v.tenant_id = $1 AND v.model = m.name "
    "WHERE m.tenant_id = $1",
    "SELECT m.name, v.number FROM versions v RIGHT JOIN models m ON v.tenant_id = $1 "
    "WHERE m.tenant_id = $1",
    "SELECT m.name FROM models m FULL JOIN versions v ON v.model = m.name "
    "WHERE m.tenant_id = $1 AND v.tenant_id = $1",
    "SELECT m.name FROM models m, versions v WHERE m.tenant_id = $1 AND v.tenant_id = $1",
    "SELECT a.name FROM models a JOIN models b ON b.tenant_id = $1 WHERE a.tenant_id = $1",
    "SELECT s.value FROM settings s JOIN models m ON m.tenant_id = $1 AND m.name = s.name",
    "SELECT name FROM models m WHERE m.tenant_id = $1 AND NOT EXISTS "
    "(SELECT 1 FROM versions v WHERE v.tenant_id = $1 AND v.model = m.name)",
    "SELECT name, (SELECT max(number) FROM versions WHERE tenant_id = $1) FROM models "
    "WHERE tenant_id = $1",
    "SELECT q.name FROM (SELECT name FROM models WHERE tenant_id = $1) q WHERE q.name = $2",
    "WITH q AS (SELECT name FROM models WHERE tenant_id = $1) SELECT name FROM q",
    "SELECT name FROM models WHERE tenant_id = $1 UNION ALL "
    "SELECT model FROM versions WHERE tenant_id = $1 ORDER BY 1",
    "SELECT count(*), coalesce(sum(size), 0) FROM models WHERE tenant_id = $1 GROUP BY name",
    "SELECT name, row_number() OVER (PARTITION BY name ORDER BY size) FROM models "
    "WHERE tenant_id = $1",
    "UPDATE models SET size = size + 1 WHERE tenant_id = $1 AND name = $2 RETURNING size",
    "UPDATE models AS m SET size = v.number FROM versions v "
    "WHERE m.tenant_id = $1 AND v.tenant_id = $1 AND v.model = m.name",
    "DELETE FROM models WHERE tenant_id = $1 AND name = $2",
    "DELETE FROM models WHERE tenant_id = $1 AND name IN "
    "(SELECT model FROM versions WHERE tenant_id = $1)",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2), ($1, $3)",
    "INSERT INTO models (name, tenant_id) VALUES ($2, $1) ON CONFLICT DO NOTHING",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2) "
    "ON CONFLICT (tenant_id, name) DO UPDATE SET size = excluded.size RETURNING size",
    "INSERT INTO models (tenant_id, name) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET size = 1 WHERE models.tenant_id = $1",
    "INSERT INTO models (tenant_id, name) SELECT $1, model FROM versions WHERE tenant_id = $1",
    "INSERT INTO models (tenant_id, name) SELECT $1, $2 WHERE NOT EXISTS "
    "(SELECT 1 FROM models WHERE tenant_id = $1 AND name = $2)",
});

}  // namespace armillary::metadata
