-- 名寄せ: what people decided about names. Makers and products stand in the sealed bodies only; whoever looks one up by
-- its text asks the index in memory, which follows the log (leaf, ended_leaf).
-- +goose Up

-- A decision of an organisation about one pair of maker and product.
CREATE TABLE name_known (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    decided_at {int} NOT NULL,
    by_actor   TEXT NOT NULL,
    leaf       TEXT NOT NULL,
    ended_at   {int},
    ended_by   TEXT,
    ended_leaf TEXT,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX name_known_org_idx ON name_known (org, decided_at, id);
CREATE INDEX name_known_leaf_idx ON name_known (leaf);
CREATE INDEX name_known_ended_idx ON name_known (ended_leaf);

-- A decision of the steward for all, sealed under the house. It does not say who asked.
CREATE TABLE name_rule (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    asks       {int} NOT NULL,
    decided_at {int} NOT NULL,
    by_actor   TEXT NOT NULL,
    leaf       TEXT NOT NULL,
    ended_at   {int},
    ended_by   TEXT,
    ended_leaf TEXT,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX name_rule_org_idx ON name_rule (org, decided_at, id);
CREATE INDEX name_rule_leaf_idx ON name_rule (leaf);
CREATE INDEX name_rule_ended_idx ON name_rule (ended_leaf);

-- A pair that an organisation sent to the steward by an explicit press; the steward is its only reader.
CREATE TABLE name_ask (
    id       TEXT NOT NULL PRIMARY KEY,
    number   TEXT NOT NULL UNIQUE,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    state    TEXT NOT NULL,
    asked_at {int} NOT NULL,
    by_actor TEXT NOT NULL,
    leaf     TEXT NOT NULL,
    ended_at {int},
    rule     TEXT REFERENCES name_rule (id),
    body     {bytes} NOT NULL,
    answer   {bytes}
) {strict};
CREATE INDEX name_ask_org_idx ON name_ask (org, asked_at, id);
CREATE INDEX name_ask_state_idx ON name_ask (state, asked_at, id);
CREATE INDEX name_ask_rule_idx ON name_ask (rule);
CREATE INDEX name_ask_leaf_idx ON name_ask (leaf);
