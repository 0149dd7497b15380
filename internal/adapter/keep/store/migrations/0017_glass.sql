-- Glass: 緊急閲覧 (break-glass). What it opens are rows of unit, hat, audience_member, reader and handover, each under proof.
-- +goose Up

CREATE TABLE glass (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    state      TEXT NOT NULL,
    hours      {int} NOT NULL,
    asked_by   TEXT NOT NULL,
    asked_at   {int} NOT NULL,
    decided_by TEXT,
    decided_at {int},
    opened_at  {int},
    until_at   {int},
    ended_by   TEXT,
    ended_at   {int},
    hat        TEXT,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX glass_org_idx ON glass (org, asked_at);
