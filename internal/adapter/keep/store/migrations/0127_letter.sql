-- 事務連絡 (R23): what an office wrote to operators of whom it expects something, and the copy of each. Nothing of it is changed later.
-- +goose Up

-- topic: what was expected of them. n: copies. The text as it was written is sealed with the office's key.
CREATE TABLE letter (
    id    TEXT NOT NULL PRIMARY KEY,
    org   TEXT NOT NULL,
    unit  TEXT NOT NULL,
    topic TEXT NOT NULL,
    n     {int} NOT NULL,
    at    {int} NOT NULL,
    body  {bytes} NOT NULL
) {strict};
CREATE INDEX letter_idx ON letter (org, at);

-- org, unit: of the recipient, whose key seals the text. office: that wrote, of office_org.
CREATE TABLE letter_copy (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    letter     TEXT NOT NULL REFERENCES letter (id),
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    office_org TEXT NOT NULL,
    office     TEXT NOT NULL,
    topic      TEXT NOT NULL,
    at         {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX letter_copy_idx ON letter_copy (org, at);
CREATE INDEX letter_copy_letter ON letter_copy (letter);
