-- PostgreSQL only. Headings are an organisation's own, of all its units: nobody else is told how it calls its columns.
GRANT SELECT, INSERT, UPDATE ON heading TO kanmin_app;
GRANT SELECT ON heading TO kanmin_work;

ALTER TABLE heading ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON heading TO kanmin_work USING (true);
CREATE POLICY own ON heading TO kanmin_app USING (org = kanmin_org()) WITH CHECK (org = kanmin_org());
