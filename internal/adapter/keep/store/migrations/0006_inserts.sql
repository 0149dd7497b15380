-- Who may add a row is told apart from who may see it: on PostgreSQL, where the second wall stands. SQLite has one wall.
-- +goose Up
SELECT 1;
