-- まとめて作成 (S6, R29): of which part of a file there is a draft, so that the same file again changes nothing.
-- +goose Up

-- mark: the keyed digest of a part's rows, in the unit of a mandate. number: of the draft.
CREATE TABLE mandate_part (
    unit   TEXT NOT NULL,
    mark   {bytes} NOT NULL,
    org    TEXT NOT NULL,
    number TEXT NOT NULL,
    at     {int} NOT NULL,
    PRIMARY KEY (unit, mark)
) {strict};
