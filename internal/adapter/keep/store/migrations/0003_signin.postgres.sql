-- PostgreSQL only. Whoever is signing in is nobody yet and must learn which ways in are open: reading is not walled for
-- them; changing is.
GRANT SELECT, INSERT, UPDATE ON signin_rule, countersign, device TO kanmin_app, kanmin_work;

ALTER TABLE signin_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE countersign ENABLE ROW LEVEL SECURITY;
ALTER TABLE device ENABLE ROW LEVEL SECURITY;

CREATE POLICY work ON signin_rule TO kanmin_work USING (true);
CREATE POLICY work ON countersign TO kanmin_work USING (true);
CREATE POLICY work ON device TO kanmin_work USING (true);

CREATE POLICY open ON signin_rule FOR SELECT TO kanmin_app USING (true);
CREATE POLICY own ON signin_rule TO kanmin_app USING (org = kanmin_org());
CREATE POLICY own ON countersign TO kanmin_app USING (org = kanmin_org());
CREATE POLICY own ON device TO kanmin_app USING (org = kanmin_org() OR coalesce(kanmin_org(), '') = '');
