-- PostgreSQL only. Views are an organisation's own; which of its people and units have one is the first wall's.
GRANT SELECT, INSERT, UPDATE ON saved_view, saved_view_first TO kanmin_app;
GRANT SELECT ON saved_view, saved_view_first TO kanmin_work;

ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON saved_view TO kanmin_work USING (true);
CREATE POLICY own ON saved_view TO kanmin_app USING (org = kanmin_org()) WITH CHECK (org = kanmin_org());

ALTER TABLE saved_view_first ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON saved_view_first TO kanmin_work USING (true);
CREATE POLICY own ON saved_view_first TO kanmin_app USING (org = kanmin_org()) WITH CHECK (org = kanmin_org());
