-- PostgreSQL only. An act is shown to whom it speaks; only who entered it, and the platform, end it.
GRANT SELECT, INSERT ON opening TO kanmin_app, kanmin_work;
GRANT UPDATE (ended_at, ended_by) ON opening TO kanmin_app;

ALTER TABLE opening ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON opening TO kanmin_work USING (true);
CREATE POLICY nobody ON opening FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');
CREATE POLICY meant ON opening FOR SELECT TO kanmin_app
    USING (audience = 'everybody' OR (audience = 'org' AND audience_of = kanmin_org())
        OR (audience = 'kind' AND EXISTS (SELECT 1 FROM org g WHERE g.id = kanmin_org() AND g.kind = opening.audience_of))
        OR (audience = 'ministry' AND EXISTS (SELECT 1 FROM jurisdiction j WHERE j.org = opening.audience_of AND j.operator = kanmin_org())));
CREATE POLICY own ON opening TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = opening.unit AND a.above = kanmin_unit()));
CREATE POLICY addressed ON opening TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience
        JOIN unit_above a ON a.unit = m.unit WHERE r.object = opening.id AND a.above = kanmin_unit()
        AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())));
