-- 気付き連絡 (R11): contractors whom an operator gave a code, and what they told it.
-- +goose Up

-- unit: that is woken. until_on: the last day. coded_at: when the sheet was printed that is good; lookup: keyed digest of the operator's
-- 法人番号 and its code. Company, name, telephone and note are sealed.
CREATE TABLE notice_contact (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    at       {int} NOT NULL,
    until_on TEXT,
    coded_at {int},
    ended_at {int},
    lookup   {bytes} UNIQUE,
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX notice_contact_idx ON notice_contact (org, at);

-- contact: whose code it came with. state: waiting, taken, needless. at: arrival; done_at: when it left waiting. draft: into which it was
-- taken over. same: keyed digest of what was said. What was said is sealed, what was pasted (technical) in a body of its own.
CREATE TABLE notice (
    id        TEXT NOT NULL PRIMARY KEY,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    number    TEXT NOT NULL UNIQUE,
    contact   TEXT NOT NULL REFERENCES notice_contact (id),
    state     TEXT NOT NULL,
    at        {int} NOT NULL,
    done_at   {int},
    draft     TEXT,
    leaf      TEXT NOT NULL,
    same      {bytes} NOT NULL,
    rev       {int} NOT NULL,
    body      {bytes} NOT NULL,
    technical {bytes} NOT NULL,
    UNIQUE (contact, same)
) {strict};
CREATE INDEX notice_idx ON notice (org, at);
