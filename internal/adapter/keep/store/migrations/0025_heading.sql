-- Headings: which column of a form an organisation calls by another heading in its own sheets (Excelで記入して取り込む).
-- +goose Up

CREATE TABLE heading (
    org  TEXT NOT NULL,
    form TEXT NOT NULL,
    rev  {int} NOT NULL,
    at   {int} NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (org, form)
) {strict};
