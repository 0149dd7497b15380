-- Watch: alarms about unusual reads, and what was asked for in vain.
-- +goose Up

-- key: one alarm of a kind for one person or token a day.
CREATE TABLE alarm (
    id      TEXT NOT NULL PRIMARY KEY,
    number  TEXT NOT NULL UNIQUE,
    key     TEXT NOT NULL UNIQUE,
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    state   TEXT NOT NULL,
    actor   TEXT NOT NULL,
    at      {int} NOT NULL,
    counted {int} NOT NULL,
    seen_at {int},
    seen_by TEXT
) {strict};
CREATE INDEX alarm_at_idx ON alarm (at);

-- A record of another organisation that somebody asked for and was not shown. The answer is the same as for one that does
-- not exist; the row is written later, so that the time it takes is the same too.
CREATE TABLE attempt (
    id     TEXT NOT NULL PRIMARY KEY,
    at     {int} NOT NULL,
    actor  TEXT NOT NULL,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    target TEXT NOT NULL
) {strict};
CREATE INDEX attempt_at_idx ON attempt (at);

CREATE INDEX look_actor_idx ON look (actor, at);
