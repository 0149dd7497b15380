-- PostgreSQL only. How long approval takes is the own organisation's.
GRANT SELECT, INSERT, UPDATE ON duty_rule TO kanmin_app;
GRANT SELECT ON duty_rule TO kanmin_work;

ALTER TABLE duty_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON duty_rule TO kanmin_work USING (true);
CREATE POLICY own ON duty_rule TO kanmin_app USING (org = kanmin_org());
