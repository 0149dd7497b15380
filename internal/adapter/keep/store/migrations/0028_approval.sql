-- 承認・決裁 (R5): the ways of approval that organisations have set, and each asking for it. Nothing of it is anybody else's.
-- +goose Up

-- kind: the procedure in any version.
CREATE TABLE approval_route (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    rev        {int} NOT NULL,
    updated_at {int} NOT NULL,
    body       {bytes} NOT NULL,
    UNIQUE (org, kind)
) {strict};

-- kind: before or after sending. step: the one that waits, from 0.
CREATE TABLE approval (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    draft      TEXT,
    filing     TEXT,
    step       {int} NOT NULL,
    rev        {int} NOT NULL,
    at         {int} NOT NULL,
    updated_at {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX approval_org_idx ON approval (org, state, updated_at);
CREATE INDEX approval_draft_idx ON approval (draft, at);
CREATE INDEX approval_filing_idx ON approval (filing, at);
