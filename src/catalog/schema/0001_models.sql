CREATE TABLE models (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  latest_version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);

-- A version never changes once it is there, but for its state of admission.
CREATE TABLE model_versions (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  model_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  state TEXT NOT NULL,
  digest TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  size_class TEXT NOT NULL,
  inputs TEXT NOT NULL,
  outputs TEXT NOT NULL,
  signature TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, model_id, number),
  FOREIGN KEY (tenant_id, model_id) REFERENCES models (tenant_id, id)
);

CREATE INDEX model_versions_by_digest ON model_versions (tenant_id, digest);

-- One row for each step that a version passed or failed; later steps are added, none is changed.
CREATE TABLE admission_steps (
  tenant_id TEXT NOT NULL,
  version_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, version_id, position),
  FOREIGN KEY (tenant_id, version_id) REFERENCES model_versions (tenant_id, id)
);
