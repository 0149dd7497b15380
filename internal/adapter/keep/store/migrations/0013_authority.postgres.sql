-- PostgreSQL only. Whoever is signing in is nobody yet and shows a certificate that must be checked: reading is not walled for
-- them; changing is.
GRANT SELECT, INSERT, UPDATE ON authority TO kanmin_app, kanmin_work;

ALTER TABLE authority ENABLE ROW LEVEL SECURITY;

CREATE POLICY work ON authority TO kanmin_work USING (true);
CREATE POLICY own ON authority TO kanmin_app USING (org = kanmin_org());
CREATE POLICY nobody ON authority FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');
