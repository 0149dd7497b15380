-- Openings: which function is open to which audience, from when until when (機能の公開). Never changed but to be ended.
-- +goose Up

CREATE TABLE opening (
    id          TEXT NOT NULL PRIMARY KEY,
    org         TEXT NOT NULL,
    unit        TEXT NOT NULL,
    function    TEXT NOT NULL,
    audience    TEXT NOT NULL,
    audience_of TEXT NOT NULL,
    state       TEXT NOT NULL,
    from_at     {int} NOT NULL,
    until_at    {int},
    at          {int} NOT NULL,
    by_actor    TEXT NOT NULL,
    ended_at    {int},
    ended_by    TEXT,
    body        {bytes} NOT NULL
) {strict};
CREATE INDEX opening_ended_idx ON opening (ended_at, function);
