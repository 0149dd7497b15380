-- Under proof from now on (docs/adr/0012): with whom a saved view is shared, and who of an office takes care of a filing.
-- +goose Up
ALTER TABLE saved_view ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN proof TEXT NOT NULL DEFAULT '';
