-- Reminders by date (R38): what 機器台帳 owes by day, what was sent about a date that is owed, and when to look at it again.
-- +goose Up

-- Dates that follow from 機器台帳, which is sealed: that rows of a unit are to be filed by a day, how many, and nothing of what. Background
-- work keeps them. kind: filing, stocktake. number: of the filing before; '' where nothing was filed.
CREATE TABLE owed_date (
    id        TEXT NOT NULL PRIMARY KEY,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    due_on    TEXT NOT NULL,
    n         {int} NOT NULL,
    number    TEXT NOT NULL,
    opened_at {int} NOT NULL,
    UNIQUE (org, unit, kind, due_on)
) {strict};

-- How 機器台帳 and what was filed stood when those dates were counted: they are counted again when either has moved.
CREATE TABLE owed_seen (
    org   TEXT NOT NULL PRIMARY KEY,
    rev   {int} NOT NULL,
    filed {int} NOT NULL,
    at    {int} NOT NULL
) {bare};

-- object: a duty, what is handed in elsewhere, or an owed_date. next_at: when the next reminder goes; NULL where none will. last_at: the
-- moment for which the last one was, 0 where there was none. told_at: when it was queued. What is owed and has no row was not looked at yet.
CREATE TABLE reminder (
    object  TEXT NOT NULL PRIMARY KEY,
    due_on  TEXT NOT NULL,
    next_at {int},
    last_at {int} NOT NULL,
    told_at {int} NOT NULL,
    n       {int} NOT NULL
) {bare};
CREATE INDEX reminder_next_idx ON reminder (next_at);
CREATE INDEX duty_state_idx ON duty (state, id);
CREATE INDEX errand_state_idx ON errand (state, id);
