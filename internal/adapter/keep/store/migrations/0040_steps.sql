-- Steps: what the second wall asks about a step of a question costs less (0040_steps.postgres.sql).
-- +goose Up
SELECT 1;
