-- Who of an office takes care of a filing (担当), and the acts by which that was said of many at once.
-- +goose Up

-- rev: changes so far. act: the last one. Names are sealed.
CREATE TABLE charge (
    filing TEXT NOT NULL,
    unit   TEXT NOT NULL,
    org    TEXT NOT NULL,
    person TEXT NOT NULL,
    act    TEXT NOT NULL,
    rev    {int} NOT NULL,
    at     {int} NOT NULL,
    body   {bytes} NOT NULL,
    PRIMARY KEY (filing, unit)
) {strict};

-- n: filings that it changed.
CREATE TABLE charge_act (
    id        TEXT NOT NULL PRIMARY KEY,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    n         {int} NOT NULL,
    rev       {int} NOT NULL,
    at        {int} NOT NULL,
    undone_at {int},
    body      {bytes} NOT NULL
) {strict};
CREATE INDEX charge_act_idx ON charge_act (unit, at);
