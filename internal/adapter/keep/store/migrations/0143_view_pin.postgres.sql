-- PostgreSQL only. Pins are an organisation's own; whose of its people and units is the first wall's.
GRANT SELECT, INSERT, UPDATE ON view_pin TO kanmin_app;
GRANT SELECT ON view_pin TO kanmin_work;

ALTER TABLE view_pin ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON view_pin TO kanmin_work USING (true);
CREATE POLICY own ON view_pin TO kanmin_app USING (org = kanmin_org()) WITH CHECK (org = kanmin_org());
