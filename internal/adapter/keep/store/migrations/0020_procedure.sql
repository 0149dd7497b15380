-- Procedures that offices declare (S23), version by version; and what a correction needs.
-- +goose Up

-- number: of the procedure, the same in every version. rev: of the row, for whoever writes over what they saw.
-- What opens a version stands in the sealed body as well: an open state that does not agree with it opens nothing.
CREATE TABLE procedure (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    number     TEXT NOT NULL,
    version    {int} NOT NULL,
    state      TEXT NOT NULL,
    rev        {int} NOT NULL,
    updated_at {int} NOT NULL,
    body       {bytes} NOT NULL,
    UNIQUE (number, version)
) {strict};
CREATE INDEX procedure_state_idx ON procedure (state, updated_at);
CREATE INDEX procedure_org_idx ON procedure (org, updated_at);

-- A draft that corrects a filing, and the entry of each further revision.
ALTER TABLE draft ADD COLUMN corrects TEXT;
ALTER TABLE filing_revision ADD COLUMN leaf TEXT;
CREATE INDEX filing_kind_idx ON filing (kind, arrived_at);
