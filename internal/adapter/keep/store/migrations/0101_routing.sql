-- By which channel an authority has reports of a kind (提出先の設定, R1): dated rows that two administrators decide.
-- +goose Up

-- authority: id in the law book. kind: id of the procedure, empty for every report. cond: condition on the facts, empty for the law
-- book's. channel: here, elsewhere, none. org, unit: the office that has it, empty unless here. What is cited is sealed with the key
-- of the house. Under proof (docs/adr/0012).
CREATE TABLE routing (
    id        TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    kind      TEXT NOT NULL,
    cond      TEXT NOT NULL,
    channel   TEXT NOT NULL,
    org       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    title     TEXT NOT NULL,
    certainty TEXT NOT NULL,
    from_on   TEXT NOT NULL,
    until_on  TEXT,
    body      {bytes} NOT NULL,
    proof     TEXT NOT NULL DEFAULT ''
) {strict};
