-- 当番表: who of a unit is on duty from when until when; and that contacts and roster were confirmed (緊急連絡先と当番表の確認).
-- +goose Up

-- deputy: 1 for the second to be called. person: whose account it is; '' of nobody in the organisation. ended_at: taken back, or given to
-- somebody else, whose row says from whom. Who it is, with the number, is sealed.
CREATE TABLE duty_turn (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    from_at  {int} NOT NULL,
    until_at {int} NOT NULL,
    deputy   {int} NOT NULL,
    person   TEXT NOT NULL,
    at       {int} NOT NULL,
    ended_at {int},
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX duty_turn_idx ON duty_turn (unit, until_at);

CREATE TABLE duty_confirmed (
    id   TEXT NOT NULL PRIMARY KEY,
    org  TEXT NOT NULL,
    unit TEXT NOT NULL,
    at   {int} NOT NULL,
    body {bytes} NOT NULL
) {strict};
CREATE INDEX duty_confirmed_idx ON duty_confirmed (unit, at);
