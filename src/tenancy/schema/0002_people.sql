-- Who signs in, by whom their identity is vouched for; a tenant knows them as one of its principals.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT,
  UNIQUE (issuer, subject)
);

ALTER TABLE principals ADD COLUMN person_id TEXT REFERENCES people (id);
CREATE UNIQUE INDEX principals_by_person ON principals (person_id, tenant_id)
  WHERE person_id IS NOT NULL;

-- Of the secret only a keyed hash. seen_at is written at intervals.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  secret_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT,
  user_agent TEXT NOT NULL,
  remote_address TEXT NOT NULL
);

CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_sight ON sessions (seen_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- id is the beginning of the code's keyed hash. A session made by the link ends by session_ends_by.
CREATE TABLE sign_in_links (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  principal_id TEXT NOT NULL,
  code_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  session_ends_by BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);

CREATE UNIQUE INDEX sign_in_links_by_id ON sign_in_links (id);
CREATE INDEX sign_in_links_by_expiry ON sign_in_links (expires_at);

-- A person without a row has the defaults.
CREATE TABLE preferences (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  theme TEXT NOT NULL,
  density TEXT NOT NULL,
  zone TEXT,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL
);

-- Names more kinds than before. What the old one held is not copied: a process that finds a gap
-- reads everything again.
DROP TABLE directory_changes;
CREATE TABLE directory_changes (
  sequence BIGINT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('tenant', 'token', 'person', 'session')),
  tenant TEXT NOT NULL,
  object TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE INDEX directory_changes_by_age ON directory_changes (changed_at);
