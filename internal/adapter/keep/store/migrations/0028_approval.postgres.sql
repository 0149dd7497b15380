-- PostgreSQL only. A way of approval is read by everybody of the organisation, since what they send goes it.
GRANT SELECT, INSERT, UPDATE ON approval_route, approval TO kanmin_app;
GRANT SELECT ON approval_route, approval TO kanmin_work;

ALTER TABLE approval_route ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON approval_route TO kanmin_work USING (true);
CREATE POLICY own ON approval_route TO kanmin_app USING (org = kanmin_org());

ALTER TABLE approval ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON approval TO kanmin_work USING (true);
CREATE POLICY own ON approval TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
