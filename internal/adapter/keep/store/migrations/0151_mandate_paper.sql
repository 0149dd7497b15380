-- 委任状 (S6, R29) that was sealed by hand: a copy beside the mandate, for its two sides.
-- +goose Up

-- body: name and digest, file: the bytes; both sealed with the operator's key.
CREATE TABLE mandate_paper (
    id      TEXT NOT NULL PRIMARY KEY,
    mandate TEXT NOT NULL REFERENCES mandate (id),
    org     TEXT NOT NULL,
    at      {int} NOT NULL,
    size    {int} NOT NULL,
    body    {bytes} NOT NULL,
    file    {bytes} NOT NULL
) {strict};
CREATE INDEX mandate_paper_of ON mandate_paper (mandate, at);
