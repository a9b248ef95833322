-- Tables without tenant_id are the platform's; the others are of one tenant each.
CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'being_deleted')),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL
);

CREATE TABLE environments (
  name TEXT PRIMARY KEY,
  rung BIGINT NOT NULL UNIQUE
);

CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT,
  created_at BIGINT NOT NULL
);

CREATE TABLE principals (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'service')),
  role TEXT NOT NULL,
  manager_id TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES principals (tenant_id, id)
);

-- Of the secret only a keyed hash. scopes and models are JSON arrays of text, or NULL for all.
CREATE TABLE tokens (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  principal_id TEXT NOT NULL,
  role TEXT NOT NULL,
  environment TEXT NOT NULL REFERENCES environments (name),
  scopes TEXT,
  models TEXT,
  secret_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);

CREATE INDEX tokens_by_principal ON tokens (tenant_id, principal_id);
-- What is active is counted whenever a token is made; what ended long ago is removed.
CREATE INDEX tokens_active ON tokens (tenant_id, expires_at) WHERE revoked_at IS NULL;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);
CREATE INDEX tokens_by_revocation ON tokens (revoked_at) WHERE revoked_at IS NOT NULL;

-- A tenant without a row has the defaults.
CREATE TABLE quotas (
  tenant_id TEXT PRIMARY KEY REFERENCES tenants (id),
  models BIGINT NOT NULL,
  versions BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL,
  principals BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  requests_per_second BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL
);

-- Counted in the transaction that changes what is counted.
CREATE TABLE usage_counts (
  tenant_id TEXT PRIMARY KEY REFERENCES tenants (id),
  models BIGINT NOT NULL,
  versions BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL
);

-- The end of each tenant's chain. Its row is the lock that audited changes of one tenant wait for.
CREATE TABLE audit_heads (
  tenant_id TEXT PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash BYTEA NOT NULL
);

CREATE TABLE audit_events (
  tenant_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  at BIGINT NOT NULL,
  principal_id TEXT NOT NULL,
  principal_name TEXT NOT NULL,
  token_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object TEXT NOT NULL,
  object_name TEXT,
  details TEXT NOT NULL,
  previous_hash BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);

-- What processes must read again: numbered without gaps, in the order of the commits.
CREATE TABLE directory_changes (
  sequence BIGINT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('tenant', 'token')),
  tenant TEXT NOT NULL,
  object TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE INDEX directory_changes_by_age ON directory_changes (changed_at);

CREATE TABLE directory_head (
  id BIGINT PRIMARY KEY,
  sequence BIGINT NOT NULL
);

INSERT INTO directory_head (id, sequence) VALUES (1, 0);
