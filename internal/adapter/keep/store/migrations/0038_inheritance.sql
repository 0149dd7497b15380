-- 承継 (合併・分割): what was filed passes with the last designation of an operator to the one that succeeds. The id is the
-- proposal's, and the audience that holds the successor's unit from from_at on; undone_at: it was taken back before.
-- +goose Up

CREATE TABLE inheritance (
    id        TEXT NOT NULL PRIMARY KEY,
    old_org   TEXT NOT NULL REFERENCES org (id),
    new_org   TEXT NOT NULL REFERENCES org (id),
    new_unit  TEXT NOT NULL REFERENCES unit (id),
    from_on   TEXT NOT NULL,
    from_at   {int} NOT NULL,
    undone_at {int},
    proof     TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX inheritance_old_idx ON inheritance (old_org);
CREATE INDEX inheritance_new_idx ON inheritance (new_org);

-- Under proof from now on (docs/adr/0012): how a person stands, in what ways an organisation lets people in, what undoing a
-- hand-over puts back, who entered what two decide, and what a question asks of whom, until when.
ALTER TABLE person ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE signin_rule ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE succession ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE proposal ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN proof TEXT NOT NULL DEFAULT '';
