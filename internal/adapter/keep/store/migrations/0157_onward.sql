-- When the minister tells the Prime Minister of a notification (通知, 強化法4条): at arrival, or after the check of its form, as the rule of its day says.
-- +goose Up

-- unit, org: who is told. of_org: whose notification it is. rule: the routing row, empty where there was none. at, rev: when, of which revision; null while
-- it waits. by_unit: the office whose check it was.
CREATE TABLE onward (
    filing    TEXT NOT NULL REFERENCES filing (id),
    unit      TEXT NOT NULL,
    org       TEXT NOT NULL,
    of_org    TEXT NOT NULL,
    moment    TEXT NOT NULL,
    rule      TEXT NOT NULL,
    certainty TEXT NOT NULL,
    at        {int},
    rev       {int} NOT NULL,
    by_unit   TEXT,
    PRIMARY KEY (filing, unit)
) {strict};
