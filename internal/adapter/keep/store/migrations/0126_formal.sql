-- What was noted of a notification (届出, 法4条) on arrival, and that an office saw to its form (形式確認). Nothing is accepted by it.
-- +goose Up

-- types, answered: letters of types. n: products that stand. flags: how many reasons there are to read it. Rewritten by a correction.
CREATE TABLE notified (
    filing   TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    sector   TEXT NOT NULL,
    types    TEXT NOT NULL,
    answered TEXT NOT NULL,
    n        {int} NOT NULL,
    flags    {int} NOT NULL,
    at       {int} NOT NULL
) {strict};
CREATE INDEX notified_idx ON notified (org, sector, at);
CREATE INDEX notified_sector ON notified (sector, at);

-- An act about many. n: filings that it changed.
CREATE TABLE formal_act (
    id        TEXT NOT NULL PRIMARY KEY,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    n         {int} NOT NULL,
    rev       {int} NOT NULL,
    at        {int} NOT NULL,
    undone_at {int},
    body      {bytes} NOT NULL
) {strict};
CREATE INDEX formal_act_idx ON formal_act (unit, at);

-- rev: the revision of the filing that was checked. Who did is sealed.
CREATE TABLE formal_check (
    filing    TEXT NOT NULL,
    unit      TEXT NOT NULL,
    rev       {int} NOT NULL,
    org       TEXT NOT NULL,
    act       TEXT NOT NULL,
    at        {int} NOT NULL,
    undone_at {int},
    body      {bytes} NOT NULL,
    PRIMARY KEY (filing, unit, rev)
) {strict};
