-- 当直カード (R7): printed cards, and digests of their one-time codes.
-- +goose Up

-- What the card is called and who issued it is sealed.
CREATE TABLE duty_card (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    at       {int} NOT NULL,
    ended_at {int},
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX duty_card_idx ON duty_card (org, unit, at);

-- lookup: keyed digest of the operator's 法人番号 and the code. n: as printed. packet: digest of the file that used it; number: of the
-- report that it brought.
CREATE TABLE duty_card_code (
    lookup  {bytes} NOT NULL PRIMARY KEY,
    card    TEXT NOT NULL REFERENCES duty_card (id),
    org     TEXT NOT NULL,
    unit    TEXT NOT NULL,
    n       {int} NOT NULL,
    used_at {int},
    packet  TEXT,
    number  TEXT,
    body    {bytes} NOT NULL,
    UNIQUE (card, n)
) {strict};
