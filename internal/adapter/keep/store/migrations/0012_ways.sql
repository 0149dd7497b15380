-- How people come in stands under proof too (docs/adr/0012): whoever can write to the database, but holds no key file, makes
-- no session, token, way in or invitation that counts, and moves none to somebody else.
-- +goose Up

ALTER TABLE login ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE credential ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE offer ADD COLUMN proof TEXT NOT NULL DEFAULT '';
CREATE INDEX login_person_idx ON login (person);
