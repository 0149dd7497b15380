-- PostgreSQL only. The calls are the own organisation's, and nobody's else: no office is told whom an operator woke.
GRANT SELECT ON own_call TO kanmin_app;
GRANT SELECT, INSERT ON own_call TO kanmin_work;
ALTER TABLE own_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON own_call TO kanmin_work USING (true);
CREATE POLICY own ON own_call TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
