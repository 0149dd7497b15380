-- Official forms (様式1・2・3) as data: published files, and dated rows that say in which cell each answer stands.
-- +goose Up

-- A file as it was published. org, unit: of the administrator who brought it. digest: SHA-256 of what was brought. held: somebody
-- entered it; what nobody did is thrown away. Its name and what it is (body) and its bytes (file) are sealed with the key of the house.
CREATE TABLE published (
    id     TEXT NOT NULL PRIMARY KEY,
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    at     {int} NOT NULL,
    size   {int} NOT NULL,
    digest TEXT NOT NULL,
    held   {int} NOT NULL,
    body   {bytes} NOT NULL,
    file   {bytes} NOT NULL
) {strict};
CREATE INDEX published_idx ON published (at) WHERE held = 0;

-- procedure: id. kind: the 様式 that its answers choose, empty for whichever. file: of published. Title, source and map are sealed with
-- the key of the house, with the columns beside them: what stands there counts.
CREATE TABLE form_template (
    id        TEXT NOT NULL PRIMARY KEY,
    procedure TEXT NOT NULL,
    kind      TEXT NOT NULL,
    file      TEXT NOT NULL,
    from_on   TEXT NOT NULL,
    until_on  TEXT,
    body      {bytes} NOT NULL
) {strict};
CREATE INDEX form_template_idx ON form_template (procedure, from_on);
CREATE INDEX form_template_file_idx ON form_template (file);
