-- The log of what was live when; an entry never changes. `position` orders the entries of all
-- tenants for those who follow the log.
CREATE TABLE deployments (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  model_id TEXT NOT NULL,
  environment TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  position BIGINT NOT NULL,
  action TEXT NOT NULL,
  version_id TEXT,
  version BIGINT,
  digest TEXT,
  size_bytes BIGINT,
  previous_version_id TEXT,
  previous_version BIGINT,
  previous_digest TEXT,
  previous_size_bytes BIGINT,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  signature BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, model_id, environment, sequence),
  FOREIGN KEY (tenant_id, model_id) REFERENCES models (tenant_id, id)
);

CREATE INDEX deployments_by_position ON deployments (position);

-- The last entry of each address: what compare-and-set compares with, and what lists read.
CREATE TABLE current_deployments (
  tenant_id TEXT NOT NULL,
  model_id TEXT NOT NULL,
  environment TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  deployment_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, model_id, environment),
  FOREIGN KEY (tenant_id, deployment_id) REFERENCES deployments (tenant_id, id)
);

-- One row: the position of the newest entry. Taking the next position locks it until the commit,
-- so positions become visible in their order.
CREATE TABLE deployment_position (
  id BIGINT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);

INSERT INTO deployment_position (id, position) VALUES (1, 0);
