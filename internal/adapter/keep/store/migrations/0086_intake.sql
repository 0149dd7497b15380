-- Reports that an officer took down on the telephone (電話での受付), until and after the operator confirms them.
-- +goose Up

-- org, unit: of the operator. office: the unit that took the call, of office_org. state: waiting, confirmed, corrected. called_at: of the
-- call; at: when it was entered; back_at: when the operator was called back. Who called, from where and who took it is sealed.
CREATE TABLE intake (
    filing     TEXT NOT NULL PRIMARY KEY,
    org        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    office_org TEXT NOT NULL,
    office     TEXT NOT NULL,
    state      TEXT NOT NULL,
    called_at  {int} NOT NULL,
    at         {int} NOT NULL,
    back_at    {int},
    done_at    {int},
    rev        {int} NOT NULL,
    body       {bytes} NOT NULL
) {strict};
CREATE INDEX intake_idx ON intake (org, called_at);
CREATE INDEX intake_waiting_idx ON intake (state, at);
