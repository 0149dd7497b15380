-- The register: organisations that change, move and close, what one administrator enters and another confirms,
-- jurisdiction that passes from one office to another on a day, and letters with activation codes.
-- +goose Up

-- lookup: keyed digest of kind and 法人番号.
ALTER TABLE org ADD COLUMN lookup {bytes};
ALTER TABLE org ADD COLUMN closed_at {int};
CREATE UNIQUE INDEX org_lookup_idx ON org (lookup);
ALTER TABLE unit ADD COLUMN closed_at {int};
CREATE INDEX hat_org_idx ON hat (org);

-- What was registered of an organisation or unit before its present revision, sealed as it was.
CREATE TABLE former (
    object TEXT NOT NULL,
    rev    {int} NOT NULL,
    org    TEXT NOT NULL,
    actor  TEXT NOT NULL,
    at     {int} NOT NULL,
    body   {bytes} NOT NULL,
    PRIMARY KEY (object, rev)
) {strict};

-- What one administrator enters and another confirms.
CREATE TABLE proposal (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    from_on    TEXT,
    entered_at {int} NOT NULL,
    entered_by TEXT NOT NULL,
    ended_at   {int},
    ended_by   TEXT,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX proposal_org_idx ON proposal (org, state, entered_at);

-- 指定: what a row came from and how it ended; the body names the business.
ALTER TABLE designation ADD COLUMN origin TEXT;
ALTER TABLE designation ADD COLUMN former TEXT;
ALTER TABLE designation ADD COLUMN ended TEXT;
ALTER TABLE designation ADD COLUMN body {bytes};

-- 所管替え: from from_at on, new_unit has what old_unit had of the operators whose jurisdiction rows it ended.
-- The audience ID.old is the old office until that instant, ID.new the new one from then on.
CREATE TABLE transfer (
    id       TEXT NOT NULL PRIMARY KEY,
    old_unit TEXT NOT NULL REFERENCES unit (id),
    new_unit TEXT NOT NULL REFERENCES unit (id),
    from_on  TEXT NOT NULL,
    from_at  {int} NOT NULL
) {strict};
-- The jurisdiction rows that a transfer ends.
CREATE TABLE passing (
    jurisdiction TEXT NOT NULL PRIMARY KEY REFERENCES jurisdiction (id),
    transfer     TEXT NOT NULL,
    proof        TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX passing_transfer_idx ON passing (transfer);
CREATE INDEX jurisdiction_unit_idx ON jurisdiction (unit);

-- Which sections of a filing an audience has that did not stand among its addressees.
CREATE TABLE handover (
    filing   TEXT NOT NULL REFERENCES filing (id),
    audience TEXT NOT NULL,
    sections TEXT NOT NULL,
    proof    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (filing, audience)
) {bare};

-- 封書: number is what the mail with the link says; the code exists from its printing on.
ALTER TABLE invitation ADD COLUMN number TEXT;
ALTER TABLE invitation ADD COLUMN printed_at {int};
ALTER TABLE invitation ADD COLUMN prints {int};
