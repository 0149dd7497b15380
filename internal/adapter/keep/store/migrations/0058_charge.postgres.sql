-- PostgreSQL only. Who takes care is an office's own, at or below the unit of whoever looks.
GRANT SELECT, INSERT, UPDATE ON charge, charge_act TO kanmin_app;
GRANT SELECT ON charge, charge_act TO kanmin_work;

ALTER TABLE charge ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON charge TO kanmin_work USING (true);
CREATE POLICY own ON charge TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE charge_act ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON charge_act TO kanmin_work USING (true);
CREATE POLICY own ON charge_act TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
