-- Standing: who may act for whom, and who was let see what, under proof (docs/adr/0012). A row's proof is a MAC over its
-- content under a key that the database does not hold; standing repeats what each act made of such rows, and the act's entry
-- digests it.
-- +goose Up

ALTER TABLE org ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE unit_above ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE hat ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE designation ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE jurisdiction ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE audience_member ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE reader ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE addressee ADD COLUMN proof TEXT NOT NULL DEFAULT '';

-- One row for each row that an act wrote, the seq-th time; an empty proof: it was deleted.
CREATE TABLE standing (
    leaf   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    object TEXT NOT NULL,
    seq    {int} NOT NULL,
    proof  TEXT NOT NULL,
    PRIMARY KEY (leaf, kind, object)
) {bare};
CREATE INDEX standing_object_idx ON standing (kind, object);
