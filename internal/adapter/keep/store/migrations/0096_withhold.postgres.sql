-- PostgreSQL only. What is withheld is told to the own organisation alone, at or below the unit of whoever looks: never to the office.
GRANT SELECT, INSERT, UPDATE, DELETE ON withheld TO kanmin_app;
GRANT SELECT ON withheld TO kanmin_work;
GRANT UPDATE (state, moved_at) ON withheld TO kanmin_work;
GRANT UPDATE (sections) ON handover TO kanmin_app, kanmin_work;

ALTER TABLE withheld ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON withheld TO kanmin_work USING (true);
CREATE POLICY own ON withheld TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
