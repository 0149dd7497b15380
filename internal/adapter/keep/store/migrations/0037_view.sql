-- Saved views of lists (保存した条件), and with which of them a list opens for a person.
-- +goose Up

-- share: mine, unit or org. Name and conditions are sealed.
CREATE TABLE saved_view (
    id     TEXT NOT NULL PRIMARY KEY,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    person TEXT NOT NULL,
    list   TEXT NOT NULL,
    share  TEXT NOT NULL,
    state  TEXT NOT NULL,
    rev    {int} NOT NULL,
    at     {int} NOT NULL,
    body   {bytes} NOT NULL
) {strict};
CREATE INDEX saved_view_idx ON saved_view (org, list, state);

-- view: empty where the person took it back.
CREATE TABLE saved_view_first (
    org    TEXT NOT NULL,
    person TEXT NOT NULL,
    list   TEXT NOT NULL,
    view   TEXT NOT NULL,
    at     {int} NOT NULL,
    PRIMARY KEY (org, person, list)
) {bare};
