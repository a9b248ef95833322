-- What changes told the platform, in the order of their commits and without gaps in the numbers. The
-- oldest are forgotten. owner_id: the principal of a thing that others may not see.
CREATE TABLE outbox (
  tenant_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  topic TEXT NOT NULL,
  kind TEXT NOT NULL,
  object TEXT NOT NULL,
  object_name TEXT,
  environment TEXT,
  revision BIGINT NOT NULL,
  owner_id TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);

CREATE UNIQUE INDEX outbox_by_sequence ON outbox (sequence);

-- One row: the last number. Taking the next ones locks it until the commit.
CREATE TABLE outbox_head (
  id BIGINT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL
);

INSERT INTO outbox_head (id, sequence) VALUES (1, 0);
