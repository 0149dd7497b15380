-- Stale: after how many days without use an organisation is told of an account; without a row, or without a number, 90.
-- +goose Up

ALTER TABLE signin_rule ADD COLUMN stale_days {int};
