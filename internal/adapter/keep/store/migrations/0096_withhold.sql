-- What is withheld of a report from an office until an hour (提出先と見え方).
-- +goose Up

-- object: the draft, then the filing. org, unit: whose it is. state: planned, held, released. moved_at: since when. Reason and name are
-- sealed. When the hour comes a section is added to the office's by a row of handover.
CREATE TABLE withheld (
    object   TEXT NOT NULL,
    office   TEXT NOT NULL,
    section  TEXT NOT NULL,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    state    TEXT NOT NULL,
    until_at {int} NOT NULL,
    moved_at {int} NOT NULL,
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL,
    PRIMARY KEY (object, office, section)
) {strict};
