-- What either side did about a question that waits: more time asked for, given or not, and asked once more.
-- +goose Up
CREATE TABLE request_step (
    id      TEXT NOT NULL PRIMARY KEY,
    request TEXT NOT NULL REFERENCES request (id),
    kind    TEXT NOT NULL,
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    at      {int} NOT NULL,
    by_on   TEXT,
    body    {bytes} NOT NULL
) {strict};
CREATE INDEX request_step_idx ON request_step (request, at, id);
