-- 委任 (S6, R29) between an operator and a maintainer, and what was written under one.
-- +goose Up

-- unit: the operator's place in which what is written under it stands; empty before it was countersigned. by_side: who proposed. Names, facilities
-- and reasons are sealed with the operator's key.
CREATE TABLE mandate (
    id              TEXT NOT NULL PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    operator        TEXT NOT NULL,
    operator_unit   TEXT NOT NULL,
    maintainer      TEXT NOT NULL,
    maintainer_unit TEXT NOT NULL,
    unit            TEXT NOT NULL,
    by_side         TEXT NOT NULL,
    state           TEXT NOT NULL,
    acts            TEXT NOT NULL,
    sectors         TEXT NOT NULL,
    from_on         TEXT NOT NULL,
    until_on        TEXT NOT NULL,
    at              {int} NOT NULL,
    moved_at        {int} NOT NULL,
    rev             {int} NOT NULL,
    body            {bytes} NOT NULL,
    proof           TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX mandate_operator ON mandate (operator, moved_at);
CREATE INDEX mandate_maintainer ON mandate (maintainer, moved_at);
CREATE INDEX mandate_unit ON mandate (unit);

-- number: of a draft or a filing that was begun or made in the unit of a mandate.
CREATE TABLE mandate_work (
    number TEXT NOT NULL PRIMARY KEY,
    unit   TEXT NOT NULL,
    org    TEXT NOT NULL,
    kind   TEXT NOT NULL,
    form   TEXT NOT NULL,
    at     {int} NOT NULL
) {strict};
CREATE INDEX mandate_work_unit ON mandate_work (unit, at);
