-- What an address tells (予定表の購読): a person's dates, or the duty roster of their unit (当番表, R6).
-- +goose Up

ALTER TABLE feed ADD COLUMN tells TEXT NOT NULL DEFAULT 'dates';
