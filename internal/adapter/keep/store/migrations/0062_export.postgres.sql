-- PostgreSQL only. An export is of the organisation of whoever ordered it; whose of its people it is, is the first wall's. The worker
-- gathers and throws away.
GRANT SELECT, INSERT, UPDATE ON export TO kanmin_app;
GRANT SELECT, DELETE ON export_part TO kanmin_app;
GRANT SELECT, UPDATE ON export TO kanmin_work;
GRANT SELECT, INSERT, DELETE ON export_part TO kanmin_work;

ALTER TABLE export ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON export TO kanmin_work USING (true);
CREATE POLICY own ON export TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE export_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON export_part TO kanmin_work USING (true);
CREATE POLICY own ON export_part TO kanmin_app USING (org = kanmin_org() AND
    EXISTS (SELECT 1 FROM export e WHERE e.id = export_part.export AND e.org = kanmin_org() OFFSET 0));
