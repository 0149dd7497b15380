-- How people sign in: what each organisation chose, what a second person is asked, devices whose seeds were handed in.
-- +goose Up

-- Which ways in an organisation has chosen (methods: names of enrolling.Method); without a row, the default ones.
CREATE TABLE signin_rule (
    org        TEXT NOT NULL PRIMARY KEY REFERENCES org (id),
    methods    TEXT NOT NULL,
    changed_at {int} NOT NULL
) {bare};

-- What somebody asks a second person of the organisation: to stand by a sign-in, to bind a certificate.
CREATE TABLE countersign (
    id          TEXT NOT NULL PRIMARY KEY,
    org         TEXT NOT NULL REFERENCES org (id),
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES person (id),
    session     TEXT REFERENCES session (id),
    by_person   TEXT REFERENCES person (id),
    asked_at    {int} NOT NULL,
    until_at    {int} NOT NULL,
    answered_at {int},
    body        {bytes} NOT NULL
) {strict};
CREATE INDEX countersign_org_idx ON countersign (org, state, until_at);

-- Hardware devices that show one-time codes; the seed is in the body, the serial number a keyed digest.
CREATE TABLE device (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL REFERENCES org (id),
    lookup     {bytes} NOT NULL UNIQUE,
    state      TEXT NOT NULL,
    person     TEXT REFERENCES person (id),
    created_at {int} NOT NULL,
    ended_at   {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX device_org_idx ON device (org, state);
CREATE INDEX device_person_idx ON device (person);

-- A way in that an organisation issued opens that organisation's hats only; empty: all hats of the person.
ALTER TABLE credential ADD COLUMN org TEXT REFERENCES org (id);
ALTER TABLE session ADD COLUMN bound TEXT REFERENCES org (id);
-- Until when a second person stands by a session of a weak method.
ALTER TABLE session ADD COLUMN backed_at {int};
