-- 機器台帳 (社内台帳): facilities with their segments, and the products on the machines in them. It is the operator's own: nobody else reads any of it.
-- +goose Up

-- Locks the rows of an organisation for an act, and says whether anything changed since they were looked at.
CREATE TABLE asset_book (
    org  TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL,
    rev  {int} NOT NULL,
    at   {int} NOT NULL
) {strict};

CREATE TABLE asset_place (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    at         {int} NOT NULL,
    changed_at {int} NOT NULL,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX asset_place_idx ON asset_place (org, id);

-- state: in_use, spare, retired, gone (taken out as entered by mistake).
CREATE TABLE asset_item (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    place      TEXT NOT NULL,
    state      TEXT NOT NULL,
    at         {int} NOT NULL,
    changed_at {int} NOT NULL,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX asset_item_idx ON asset_item (org, id);

-- How a row stood before: the body as it was sealed, under the revision that it had.
CREATE TABLE asset_past (
    item       TEXT NOT NULL,
    rev        {int} NOT NULL,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    place      TEXT NOT NULL,
    state      TEXT NOT NULL,
    changed_at {int} NOT NULL,
    body       {bytes} NOT NULL,
    PRIMARY KEY (item, rev)
) {strict};
