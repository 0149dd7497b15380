-- Attachments (添付): bytes beside the answers, sealed piece by piece, and which draft or revision holds them.
-- +goose Up

-- state: arriving while bytes come, stored when the act has bound them. size and body (name, digest, section) stand then.
CREATE TABLE attachment (
    id    TEXT NOT NULL PRIMARY KEY,
    org   TEXT NOT NULL,
    unit  TEXT NOT NULL,
    draft TEXT NOT NULL,
    state TEXT NOT NULL,
    at    {int} NOT NULL,
    size  {int} NOT NULL,
    body  {bytes}
) {strict};
CREATE INDEX attachment_at_idx ON attachment (at);

CREATE TABLE attachment_chunk (
    attachment TEXT NOT NULL REFERENCES attachment (id),
    seq        {int} NOT NULL,
    org        TEXT NOT NULL,
    body       {bytes} NOT NULL,
    PRIMARY KEY (attachment, seq)
) {strict};

-- parent: a draft (rev 0) or a filing (its revision). What a filing holds is never taken away.
CREATE TABLE attached (
    parent     TEXT NOT NULL,
    rev        {int} NOT NULL,
    attachment TEXT NOT NULL REFERENCES attachment (id),
    org        TEXT NOT NULL,
    PRIMARY KEY (parent, rev, attachment)
) {strict};
CREATE INDEX attached_attachment_idx ON attached (attachment, parent);
