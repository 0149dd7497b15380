-- 社内取りまとめ (R4): what the head of an organisation asks its units for, and the part of each. Nothing of it is anybody else's.
-- +goose Up

-- root: the draft into which a unit's part is gathered in the end; it is sent, and put aside, with that one.
ALTER TABLE draft ADD COLUMN root TEXT;
CREATE INDEX draft_root_idx ON draft (root);

-- unit: of the draft.
CREATE TABLE collection (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    draft      TEXT NOT NULL UNIQUE,
    rev        {int} NOT NULL,
    at         {int} NOT NULL,
    updated_at {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX collection_org_idx ON collection (org, updated_at);

-- unit: the one that is asked. draft: its own. kind: the procedure in any version, by which the next year finds what was said.
CREATE TABLE collection_part (
    id         TEXT NOT NULL PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collection (id),
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    draft      TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    due_on     TEXT NOT NULL,
    rev        {int} NOT NULL,
    at         {int} NOT NULL,
    updated_at {int} NOT NULL,
    taken_at   {int},
    chased_at  {int},
    body       {bytes} NOT NULL,
    UNIQUE (collection, unit)
) {strict};
CREATE INDEX collection_part_unit_idx ON collection_part (unit, kind, taken_at);
