-- What is handed in at an authority itself (様式を出力して提出, R1), and the records of having done so.
-- +goose Up

-- Frozen when the report arrived. filing: with whose arrival; subject: its case. authority, clock: ids in the law book. state: open,
-- handed-in, not-needed. rev: of the latest record.
CREATE TABLE errand (
    id        TEXT NOT NULL PRIMARY KEY,
    filing    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    authority TEXT NOT NULL,
    clock     TEXT NOT NULL,
    needed    TEXT NOT NULL,
    due_on    TEXT,
    state     TEXT NOT NULL,
    rev       {int} NOT NULL,
    at        {int} NOT NULL
) {strict};
CREATE INDEX errand_subject_idx ON errand (subject);
CREATE INDEX errand_open_idx ON errand (org, state, due_on);

-- Day, number, note and name are sealed. A correction is a further record.
CREATE TABLE errand_record (
    errand TEXT NOT NULL REFERENCES errand (id),
    rev    {int} NOT NULL,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    state  TEXT NOT NULL,
    at     {int} NOT NULL,
    body   {bytes} NOT NULL,
    PRIMARY KEY (errand, rev)
) {strict};
