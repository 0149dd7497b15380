-- A list of emergency contacts counts for the units below, too (0095_oncall_above.postgres.sql); nothing of the tables changes.
-- +goose Up
SELECT 1;
