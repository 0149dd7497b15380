-- 国家サイバー統括室(内閣官房)への共有の同意 (R41): asked for before sending, given and withdrawn later by an act.
-- +goose Up

-- object: the draft, then the filing. The office reads through an audience that has the id of the consent, with the sections of a row of
-- handover; both are under proof. state: planned, given, withdrawn. Who gave and withdrew it is sealed.
CREATE TABLE consent (
    id         TEXT NOT NULL PRIMARY KEY,
    object     TEXT NOT NULL,
    office_org TEXT NOT NULL,
    office     TEXT NOT NULL,
    title      TEXT NOT NULL,
    sections   TEXT NOT NULL,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    state      TEXT NOT NULL,
    at         {int} NOT NULL,
    ended_at   {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX consent_object_idx ON consent (object);
