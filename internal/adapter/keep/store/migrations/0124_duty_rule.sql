-- 社内締切: how many working days before its date something should be ready inside an organisation (R38).
-- +goose Up

CREATE TABLE duty_rule (
    org  TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL,
    days {int} NOT NULL,
    at   {int} NOT NULL
) {strict};
