-- Whose client certificates an organisation takes (クライアント証明書): the certificate of an authority, or of one person, with
-- the list of what the authority revoked, in the sealed body. Under proof (docs/adr/0012).
-- +goose Up

CREATE TABLE authority (
    id         TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL REFERENCES org (id),
    lookup     {bytes} NOT NULL,
    created_at {int} NOT NULL,
    ended_at   {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL,
    proof      TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX authority_org_idx ON authority (org, ended_at);
