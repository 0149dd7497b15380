-- One shape of invitation: an offer of a hat. An answer waits (held) until two administrators stand by the person; number,
-- printed_at and prints are those of a letter.
-- +goose Up

ALTER TABLE offer ADD COLUMN opened_at {int};
ALTER TABLE offer ADD COLUMN held {bytes};
ALTER TABLE offer ADD COLUMN number TEXT;
ALTER TABLE offer ADD COLUMN printed_at {int};
ALTER TABLE offer ADD COLUMN prints {int};
CREATE INDEX offer_hat_idx ON offer (hat);

-- An administrator's word for the person who answers (本人確認); code opens the invitation where it goes by that
-- administrator's letter.
CREATE TABLE vouch (
    offer  TEXT NOT NULL REFERENCES offer (id),
    person TEXT NOT NULL,
    how    TEXT NOT NULL,
    at     {int} NOT NULL,
    code   {bytes} NOT NULL,
    proof  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (offer, person)
) {bare};
