-- Mail: shared mailboxes, what a person wants, addresses that refused, the morning's numbers of offices.
-- +goose Up

-- An address of a unit, apart from accounts; takes: which of urgent, action, notice, digest it wants.
CREATE TABLE mailbox (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    takes    TEXT NOT NULL,
    state    TEXT NOT NULL,
    at       {int} NOT NULL,
    ended_at {int},
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX mailbox_unit_idx ON mailbox (unit, state);
CREATE INDEX mailbox_org_idx ON mailbox (org, state);

-- What a person takes at their own address while they act for an organisation; without a row: every mail, no digest.
CREATE TABLE mail_choice (
    org    TEXT NOT NULL,
    person TEXT NOT NULL,
    takes  TEXT NOT NULL,
    at     {int} NOT NULL,
    PRIMARY KEY (org, person)
) {bare};

-- Whether mails to an organisation may say which organisation and unit they concern.
CREATE TABLE mail_rule (
    org   TEXT NOT NULL PRIMARY KEY,
    unit  TEXT NOT NULL,
    named {int} NOT NULL,
    at    {int} NOT NULL
) {bare};

-- An address of an organisation that refused. lookup: keyed digest of the address. item: the last message that was counted.
CREATE TABLE mail_refused (
    id           TEXT NOT NULL PRIMARY KEY,
    org          TEXT NOT NULL,
    unit         TEXT NOT NULL,
    lookup       {bytes} NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    times        {int} NOT NULL,
    in_row       {int} NOT NULL,
    first_at     {int} NOT NULL,
    last_at      {int} NOT NULL,
    confirmed_at {int},
    item         TEXT NOT NULL,
    body         {bytes} NOT NULL,
    UNIQUE (org, lookup)
) {strict};
CREATE INDEX mail_refused_state_idx ON mail_refused (org, state);

-- One morning's numbers for one destination: mailbox or hat.
CREATE TABLE mail_digest (
    id          TEXT NOT NULL PRIMARY KEY,
    on_day      TEXT NOT NULL,
    org         TEXT NOT NULL,
    unit        TEXT NOT NULL,
    destination TEXT NOT NULL,
    now_n       {int} NOT NULL,
    new_n       {int} NOT NULL,
    soon_n      {int} NOT NULL,
    UNIQUE (on_day, destination)
) {strict};

-- Delivery reports in numbers: read, unmatched, aside.
CREATE TABLE mail_tally (
    name TEXT NOT NULL PRIMARY KEY,
    n    {int} NOT NULL,
    at   {int} NOT NULL
) {bare};
CREATE INDEX outbox_ended_idx ON outbox (ended_at);
