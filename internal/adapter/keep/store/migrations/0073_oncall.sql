-- Whom a unit has called at night (緊急連絡先), and the calls that a report which nobody opened led to (連絡の経過).
-- +goose Up

-- n: contacts. The contacts are sealed.
CREATE TABLE on_call (
    unit TEXT NOT NULL PRIMARY KEY,
    org  TEXT NOT NULL,
    n    {int} NOT NULL,
    rev  {int} NOT NULL,
    at   {int} NOT NULL,
    body {bytes} NOT NULL
) {strict};

-- org, unit: the office that is called. kind: step (by the platform), answered, silent, seen. step: which of the steps; none for what
-- people recorded. Whom and by whom is sealed.
CREATE TABLE call_made (
    id     TEXT NOT NULL PRIMARY KEY,
    filing TEXT NOT NULL,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    step   {int},
    at     {int} NOT NULL,
    body   {bytes} NOT NULL,
    UNIQUE (filing, unit, step)
) {strict};
CREATE INDEX call_made_idx ON call_made (filing, at);
