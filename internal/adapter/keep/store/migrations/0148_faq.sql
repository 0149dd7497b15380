-- よくある相談 (S18): what an office publishes of 相談窓口, version by version, and of which consultation it came.
-- +goose Up

-- number: the same in every version. What was published is read by everybody whom the permission table lets: by a row of reader with the
-- audience "everybody", which is under proof. rev: of the row, for whoever writes over what they saw. Words, names and state are sealed.
CREATE TABLE faq (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    number   TEXT NOT NULL,
    version  {int} NOT NULL,
    state    TEXT NOT NULL,
    rev      {int} NOT NULL,
    moved_at {int} NOT NULL,
    body     {bytes} NOT NULL,
    UNIQUE (number, version)
) {strict};
CREATE INDEX faq_state_idx ON faq (state, moved_at);

-- Apart from what everybody reads: only the office finds the consultation. org, unit: of the office.
CREATE TABLE faq_source (
    faq     TEXT NOT NULL PRIMARY KEY REFERENCES faq (id),
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    consult TEXT NOT NULL
) {strict};
CREATE INDEX faq_source_idx ON faq_source (consult);
