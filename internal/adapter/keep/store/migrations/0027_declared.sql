-- Declared: what the second wall asks about procedures that offices declare costs less (0027_declared.postgres.sql).
-- +goose Up

SELECT 1;
