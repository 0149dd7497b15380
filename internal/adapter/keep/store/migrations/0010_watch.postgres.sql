-- PostgreSQL only.
GRANT SELECT, INSERT ON alarm, attempt TO kanmin_work;
GRANT SELECT, UPDATE (state, seen_at, seen_by) ON alarm TO kanmin_app;

ALTER TABLE alarm ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON alarm TO kanmin_work USING (true);
CREATE POLICY own ON alarm TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = alarm.unit AND a.above = kanmin_unit()));
CREATE POLICY addressed ON alarm TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience
        JOIN unit_above a ON a.unit = m.unit WHERE r.object = alarm.id AND a.above = kanmin_unit()
        AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())));
