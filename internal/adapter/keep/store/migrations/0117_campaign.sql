-- キャンペーン: reports that an office holds to be of one attack, linked under a name.
-- +goose Up

-- state: open, closed, merged. Name, note, assessment and names of people are sealed with the key of the office's organisation.
CREATE TABLE campaign (
    id          TEXT NOT NULL PRIMARY KEY,
    org         TEXT NOT NULL,
    unit        TEXT NOT NULL,
    state       TEXT NOT NULL,
    merged_into TEXT NOT NULL,
    at          {int} NOT NULL,
    moved_at    {int} NOT NULL,
    rev         {int} NOT NULL,
    body        {bytes} NOT NULL
) {strict};
CREATE INDEX campaign_idx ON campaign (org, moved_at);

-- org, unit: of the office that linked the report, or took it out, last. state: in, out. Why and who is sealed for that organisation.
CREATE TABLE campaign_report (
    campaign TEXT NOT NULL,
    filing   TEXT NOT NULL,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    state    TEXT NOT NULL,
    at       {int} NOT NULL,
    rev      {int} NOT NULL,
    body     {bytes} NOT NULL,
    PRIMARY KEY (campaign, filing)
) {strict};

-- office: to which it was shown; what gives it sight is a row of reader. org, unit: of the campaign.
CREATE TABLE campaign_share (
    campaign TEXT NOT NULL,
    office   TEXT NOT NULL,
    org      TEXT NOT NULL,
    unit     TEXT NOT NULL,
    at       {int} NOT NULL,
    body     {bytes} NOT NULL,
    PRIMARY KEY (campaign, office)
) {strict};
