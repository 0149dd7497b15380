-- A draft of a further report (詳報, 続報 …) names the report about whose case it will be.
-- +goose Up
ALTER TABLE draft ADD COLUMN follows TEXT;
CREATE INDEX draft_follows_idx ON draft (follows);
