-- 対処支援 (R10): wishes for help, what was said about each, and the reports that were shown to helpers.
-- +goose Up

-- org, unit: of the operator. about: the draft, then the report; empty where it is of none. What is wished for, the contact and the text are sealed.
-- Offices and helpers have it by rows of reader.
CREATE TABLE support (
    id       TEXT NOT NULL PRIMARY KEY,
    number   TEXT NOT NULL UNIQUE,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    about    TEXT NOT NULL,
    urgency  TEXT NOT NULL,
    state    TEXT NOT NULL,
    asked_at {int} NOT NULL,
    moved_at {int} NOT NULL,
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX support_org_idx ON support (org, state, asked_at);
CREATE INDEX support_about_idx ON support (about);

-- deed: wrote, or what was done. Words and names are sealed with the key of whoever said it.
CREATE TABLE support_said (
    id      TEXT NOT NULL PRIMARY KEY,
    support TEXT NOT NULL REFERENCES support (id),
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    deed    TEXT NOT NULL,
    at      {int} NOT NULL,
    body    {bytes} NOT NULL
) {strict};
CREATE INDEX support_said_idx ON support_said (support, at, id);

-- id: the audience by which the helper sees; what it sees is a row of handover. org, unit: of the operator.
CREATE TABLE support_share (
    id         TEXT NOT NULL PRIMARY KEY,
    support    TEXT NOT NULL REFERENCES support (id),
    filing     TEXT NOT NULL REFERENCES filing (id),
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    helper_org TEXT NOT NULL,
    helper     TEXT NOT NULL,
    at         {int} NOT NULL,
    ended_at   {int},
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX support_share_idx ON support_share (support, at);
