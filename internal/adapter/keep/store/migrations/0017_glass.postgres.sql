-- PostgreSQL only. Administrators ask, approve and end; the house opens.
GRANT SELECT, INSERT, UPDATE ON glass TO kanmin_app;
GRANT SELECT, UPDATE ON glass TO kanmin_work;
GRANT UPDATE (proof) ON handover TO kanmin_work;

ALTER TABLE glass ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON glass TO kanmin_work USING (true);
CREATE POLICY own ON glass TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = glass.unit AND a.above = kanmin_unit()));
CREATE POLICY addressed ON glass FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience
        JOIN unit_above a ON a.unit = m.unit WHERE r.object = glass.id AND a.above = kanmin_unit()
        AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())));

-- Delays of showing: the office's own; the owner of a report is compared with them, and told nothing.
ALTER TABLE look_delay ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON look_delay TO kanmin_work USING (true);
CREATE POLICY own ON look_delay TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = look_delay.unit AND a.above = kanmin_unit()));
CREATE POLICY owner ON look_delay FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM filing f WHERE f.id = look_delay.object AND f.org = kanmin_org()));
