-- 相談窓口 (S18, R19): consultations of operators, what was said of each, the 範囲整理表 that were sent with them, and what offices said of its lines.
-- +goose Up

-- org, unit: of the operator. business: the designation. Subject, question and facts are sealed. Offices have it by rows of reader.
CREATE TABLE consult (
    id       TEXT NOT NULL PRIMARY KEY,
    number   TEXT NOT NULL UNIQUE,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    business TEXT NOT NULL,
    sector   TEXT NOT NULL,
    state    TEXT NOT NULL,
    asked_at {int} NOT NULL,
    moved_at {int} NOT NULL,
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX consult_org_idx ON consult (org, business, moved_at);

-- deed: wrote, or what was done. Words and names are sealed with the key of whoever said it.
CREATE TABLE consult_said (
    id      TEXT NOT NULL PRIMARY KEY,
    consult TEXT NOT NULL REFERENCES consult (id),
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    deed    TEXT NOT NULL,
    at      {int} NOT NULL,
    body    {bytes} NOT NULL
) {strict};
CREATE INDEX consult_said_idx ON consult_said (consult, at, id);

-- One version of the 範囲整理表 of a business. org, unit: of the operator. settled_at: since when every line is confirmed. The lines are sealed.
CREATE TABLE consult_sheet (
    id         TEXT NOT NULL PRIMARY KEY,
    consult    TEXT NOT NULL REFERENCES consult (id),
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    business   TEXT NOT NULL,
    version    {int} NOT NULL,
    sent_at    {int} NOT NULL,
    settled_at {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX consult_sheet_idx ON consult_sheet (consult, version);
CREATE INDEX consult_sheet_business ON consult_sheet (org, business, version);

-- What an office said of a line. line: the digest of what it says. The comment is sealed with the office's key.
CREATE TABLE consult_mark (
    id    TEXT NOT NULL PRIMARY KEY,
    sheet TEXT NOT NULL REFERENCES consult_sheet (id),
    line  TEXT NOT NULL,
    good  {int} NOT NULL,
    org   TEXT NOT NULL,
    unit  TEXT NOT NULL,
    at    {int} NOT NULL,
    body  {bytes} NOT NULL
) {strict};
CREATE INDEX consult_mark_idx ON consult_mark (sheet, at, id);
