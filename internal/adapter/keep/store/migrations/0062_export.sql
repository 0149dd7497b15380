-- Long lists that are got ready as a task (書き出し), kept for a day and taken in any format.
-- +goose Up

-- state: waiting, running, ready, stopped, refused, gone. hat: in whose sight it is gathered. next_at, next_id: where the next part
-- begins. begun_at, begun_n: the present run, and how many had been gathered before it. The filter is sealed.
CREATE TABLE export (
    id       TEXT NOT NULL PRIMARY KEY,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    person   TEXT NOT NULL,
    token    TEXT NOT NULL,
    hat      TEXT NOT NULL,
    state    TEXT NOT NULL,
    why      TEXT NOT NULL,
    at       {int} NOT NULL,
    ends_at  {int} NOT NULL,
    begun_at {int} NOT NULL,
    begun_n  {int} NOT NULL,
    total    {int} NOT NULL,
    done     {int} NOT NULL,
    parts    {int} NOT NULL,
    next_at  {int} NOT NULL,
    next_id  TEXT NOT NULL,
    body     {bytes} NOT NULL
) {strict};
CREATE INDEX export_idx ON export (org, person, at);

CREATE TABLE export_part (
    export TEXT NOT NULL REFERENCES export (id),
    seq    {int} NOT NULL,
    org    TEXT NOT NULL,
    body   {bytes} NOT NULL,
    PRIMARY KEY (export, seq)
) {strict};
