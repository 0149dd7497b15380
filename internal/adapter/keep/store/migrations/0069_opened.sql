-- Opened: what the second wall shows of procedures that were opened (0069_opened.postgres.sql).
-- +goose Up

SELECT 1;
