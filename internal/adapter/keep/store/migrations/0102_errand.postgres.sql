-- PostgreSQL only. What is handed in elsewhere is the own organisation's, at or below the unit of whoever looks; no office is told.
GRANT SELECT, INSERT ON errand, errand_record TO kanmin_app;
GRANT UPDATE (needed, due_on, state, rev) ON errand TO kanmin_app;
GRANT SELECT ON errand, errand_record TO kanmin_work;
GRANT UPDATE (org, unit) ON errand TO kanmin_work;

ALTER TABLE errand ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON errand TO kanmin_work USING (true);
CREATE POLICY own ON errand TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE errand_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON errand_record TO kanmin_work USING (true);
CREATE POLICY own ON errand_record TO kanmin_app USING (EXISTS (SELECT 1 FROM errand e WHERE e.id = errand_record.errand OFFSET 0));
