-- Addresses at which a program fetches somebody's dates (予定表の購読, R38): numbers and days, and nothing of what they are.
-- +goose Up

-- lookup: keyed digest of the secret in the address. body repeats lookup, hat and days: a row put here behind the product's back opens
-- nothing. used_at: when it was last fetched. One that has ended stays, so that nothing is made of it again.
CREATE TABLE feed (
    id         TEXT NOT NULL PRIMARY KEY,
    lookup     {bytes} NOT NULL UNIQUE,
    org        TEXT NOT NULL,
    person     TEXT NOT NULL,
    hat        TEXT NOT NULL REFERENCES hat (id),
    created_at {int} NOT NULL,
    until_at   {int} NOT NULL,
    used_at    {int},
    ended_at   {int},
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX feed_hat_idx ON feed (hat, ended_at);
