-- PostgreSQL only. A mandate is its two sides' alone; whoever acts under one reads that one. What was written under it is known to both sides.
GRANT SELECT, INSERT, UPDATE ON mandate TO kanmin_app;
GRANT SELECT, UPDATE (proof) ON mandate TO kanmin_work;
GRANT SELECT, INSERT ON mandate_work TO kanmin_app;
GRANT SELECT ON mandate_work TO kanmin_work;

ALTER TABLE mandate ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON mandate TO kanmin_work USING (true);
CREATE POLICY operator ON mandate TO kanmin_app USING (operator = kanmin_org() AND operator_unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY maintainer ON mandate TO kanmin_app USING (maintainer = kanmin_org() AND maintainer_unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY acting ON mandate FOR SELECT TO kanmin_app USING (operator = kanmin_org() AND unit = kanmin_unit());

ALTER TABLE mandate_work ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON mandate_work TO kanmin_work USING (true);
CREATE POLICY own ON mandate_work TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY acts ON mandate_work FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM mandate m WHERE m.unit = mandate_work.unit AND m.maintainer = kanmin_org() OFFSET 0));
