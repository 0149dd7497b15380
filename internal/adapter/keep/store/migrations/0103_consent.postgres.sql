-- PostgreSQL only. A consent is the own organisation's, at or below the unit of whoever looks; offices find what it opens by their readers.
GRANT SELECT, INSERT, UPDATE, DELETE ON consent TO kanmin_app;
GRANT SELECT ON consent TO kanmin_work;

ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON consent TO kanmin_work USING (true);
CREATE POLICY own ON consent TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
