-- Members: hats that are offered, successions and deputies, contacts, and looks that are shown later.
-- +goose Up

-- A hat offered to whoever answers at an address. lookup finds it by its link, code opens it.
CREATE TABLE offer (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    hat        TEXT NOT NULL,
    roles      TEXT NOT NULL,
    from_at    {int} NOT NULL,
    until_at   {int},
    state      TEXT NOT NULL,
    lookup     {bytes} NOT NULL UNIQUE,
    code       {bytes} NOT NULL,
    by_person  TEXT NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    ended_at   {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX offer_org_idx ON offer (org, state, created_at);

-- The link of an offer until it has left by mail: the only place where it can be read again.
CREATE TABLE offer_mail (
    offer TEXT NOT NULL PRIMARY KEY,
    body  {bytes} NOT NULL
) {strict};

-- One hat following another: 引継ぎ, 代理, 離任の申出. until_before: until when the leaver's hat would have lasted.
CREATE TABLE succession (
    id           TEXT NOT NULL PRIMARY KEY,
    org          TEXT NOT NULL,
    unit         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    hat          TEXT NOT NULL,
    heir         TEXT,
    at           {int} NOT NULL,
    until_at     {int},
    until_before {int},
    undone_at    {int},
    by_person    TEXT NOT NULL,
    created_at   {int} NOT NULL,
    rev          {int} NOT NULL,
    body         {bytes} NOT NULL
) {strict};
CREATE INDEX succession_org_idx ON succession (org, created_at);
CREATE INDEX succession_hat_idx ON succession (hat);
CREATE INDEX succession_heir_idx ON succession (heir);

-- Who can be reached for a unit; kind: contact, deputy.
CREATE TABLE contact (
    id           TEXT NOT NULL PRIMARY KEY,
    org          TEXT NOT NULL,
    unit         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    hat          TEXT NOT NULL,
    from_at      {int} NOT NULL,
    until_at     {int},
    confirmed_at {int}
) {strict};
CREATE INDEX contact_org_idx ON contact (org, unit, kind);
CREATE INDEX contact_hat_idx ON contact (hat);

-- Looks of an office at a record that its owner is shown later (R45): asked for by one officer, decided by another.
CREATE TABLE look_delay (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    object     TEXT NOT NULL,
    state      TEXT NOT NULL,
    by_person  TEXT NOT NULL,
    asked_at   {int} NOT NULL,
    decided_by TEXT,
    decided_at {int},
    until_at   {int} NOT NULL,
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX look_delay_object_idx ON look_delay (object, unit);
CREATE INDEX look_delay_unit_idx ON look_delay (org, asked_at);
