-- Whom an organisation's own unit had called about what waits for its answer (R6): questions of offices about reports, 気付き連絡.
-- +goose Up

-- object: the question or the notice; number: its own. step: from 1. Whom is sealed.
CREATE TABLE own_call (
    id     TEXT NOT NULL PRIMARY KEY,
    object TEXT NOT NULL,
    number TEXT NOT NULL,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    step   {int} NOT NULL,
    at     {int} NOT NULL,
    body   {bytes} NOT NULL,
    UNIQUE (object, step)
) {strict};
CREATE INDEX own_call_idx ON own_call (org, at);
