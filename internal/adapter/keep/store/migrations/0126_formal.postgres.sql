-- PostgreSQL only. What was noted follows the filing; an office's checks are its own, and the filer's to know of.
GRANT SELECT, INSERT, UPDATE ON notified, formal_act, formal_check TO kanmin_app;
GRANT SELECT ON notified, formal_act, formal_check TO kanmin_work;

ALTER TABLE notified ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON notified TO kanmin_work USING (true);
CREATE POLICY own ON notified TO kanmin_app USING (org = kanmin_org());
CREATE POLICY addressed ON notified TO kanmin_app USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = notified.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE formal_act ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON formal_act TO kanmin_work USING (true);
CREATE POLICY own ON formal_act TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE formal_check ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON formal_check TO kanmin_work USING (true);
CREATE POLICY own ON formal_check TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY filed ON formal_check FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM filing_here f WHERE f.id = formal_check.filing OFFSET 0));
