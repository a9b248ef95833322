-- Until when the issuer's word was good: tokens of the person are refused from then on, until they
-- sign in again.
ALTER TABLE people ADD COLUMN withdrawn_at BIGINT;

-- Whose groups made the principal. It stays where the membership (person_id) has ended, so that the
-- same principal comes back with the groups.
ALTER TABLE principals ADD COLUMN group_person_id TEXT REFERENCES people (id);
CREATE UNIQUE INDEX principals_by_group_person ON principals (group_person_id, tenant_id)
  WHERE group_person_id IS NOT NULL;

-- What a machine that is let in as this caller may ask: a JSON array of text.
ALTER TABLE principals ADD COLUMN subject_models TEXT;

-- With what a session asks the provider again. The refresh token is sealed for the session.
CREATE TABLE identity_grants (
  session_id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  provider_session TEXT,
  refresh_token BYTEA,
  refresh_at BIGINT NOT NULL
);

CREATE INDEX identity_grants_by_time ON identity_grants (refresh_at);
CREATE INDEX identity_grants_by_provider_session ON identity_grants (provider_session)
  WHERE provider_session IS NOT NULL;

-- Notices of the provider that were acted on: a second one of the same id is a replay.
CREATE TABLE identity_notices (
  id TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

CREATE INDEX identity_notices_by_expiry ON identity_notices (expires_at);
