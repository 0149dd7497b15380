-- PostgreSQL only: the second wall of 名寄せ.
GRANT SELECT, INSERT ON name_known, name_rule, name_ask TO kanmin_app, kanmin_work;
GRANT UPDATE (state, ended_at, ended_by, ended_leaf, rev, body) ON name_known, name_rule TO kanmin_app;
GRANT UPDATE (state, ended_at, rule, answer) ON name_ask TO kanmin_app;

ALTER TABLE name_known ENABLE ROW LEVEL SECURITY;
ALTER TABLE name_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE name_ask ENABLE ROW LEVEL SECURITY;

CREATE POLICY work ON name_known TO kanmin_work USING (true);
CREATE POLICY work ON name_rule TO kanmin_work USING (true);
CREATE POLICY work ON name_ask TO kanmin_work USING (true);

CREATE POLICY own ON name_known TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = name_known.unit AND a.above = kanmin_unit()));
CREATE POLICY own ON name_rule TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = name_rule.unit AND a.above = kanmin_unit()));
CREATE POLICY own ON name_ask TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = name_ask.unit AND a.above = kanmin_unit()));
-- The steward answers; it neither asks nor sees what was taken back before it answered.
CREATE POLICY addressed ON name_ask TO kanmin_app
    USING (state <> 'withdrawn' AND EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience
        JOIN unit_above a ON a.unit = m.unit WHERE r.object = name_ask.id AND a.above = kanmin_unit()
        AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())));
