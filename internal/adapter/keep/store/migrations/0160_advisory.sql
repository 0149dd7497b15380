-- Advisories (脆弱性情報, 法42条), as each source says them, and the files from which they come.
-- +goose Up

-- A file of advisories, sealed piece by piece. state: arriving, waiting, running, taken, refused, stopped. person: who brought it; empty when
-- the house fetched it.
CREATE TABLE advisory_file (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    person   TEXT NOT NULL,
    state    TEXT NOT NULL,
    at       {int} NOT NULL,
    ended_at {int},
    size     {int} NOT NULL,
    digest   {bytes} NOT NULL,
    done     {int} NOT NULL,
    total    {int} NOT NULL,
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX advisory_file_org_idx ON advisory_file (org, at, id);

CREATE TABLE advisory_chunk (
    file TEXT NOT NULL REFERENCES advisory_file (id),
    seq  {int} NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (file, seq)
) {strict};

-- key: keyed digest by which a later state of the same advisory is found; about: keyed digest of the vulnerability's number. embargo_at: until
-- then nobody sees it but whoever wrote it and those to whom it is addressed. file: from which this state came; seen_in: the last that had it.
CREATE TABLE advisory (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    source     TEXT NOT NULL,
    key        {bytes} NOT NULL UNIQUE,
    about      {bytes} NOT NULL,
    state      TEXT NOT NULL,
    changed_at {int} NOT NULL,
    embargo_at {int},
    took_at    {int} NOT NULL,
    file       TEXT NOT NULL,
    seen_in    TEXT NOT NULL,
    leaf       TEXT NOT NULL,
    rev        {int} NOT NULL,
    digest     {bytes} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX advisory_about_idx ON advisory (about);
CREATE INDEX advisory_leaf_idx ON advisory (leaf);
CREATE INDEX advisory_source_idx ON advisory (source, seen_in);
