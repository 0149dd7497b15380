-- Which notification was withdrawn by which (取下げ). Both have arrived, and stay.
-- +goose Up

CREATE TABLE withdrawal (
    filing    TEXT NOT NULL PRIMARY KEY REFERENCES filing (id),
    by_filing TEXT NOT NULL UNIQUE REFERENCES filing (id),
    org       TEXT NOT NULL,
    at        {int} NOT NULL
) {strict};
