-- An alarm is closed with a reason (sealed).
-- +goose Up

ALTER TABLE alarm ADD COLUMN body {bytes};
