-- PostgreSQL only.
GRANT SELECT, INSERT, UPDATE ON procedure TO kanmin_app;
GRANT SELECT ON procedure TO kanmin_work;

ALTER TABLE procedure ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON procedure TO kanmin_work USING (true);
CREATE POLICY own ON procedure TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = procedure.unit AND a.above = kanmin_unit()));
-- What was opened is read by whoever fills it in, and by whoever reads what was sent under it.
CREATE POLICY opened ON procedure FOR SELECT TO kanmin_app USING (state IN ('published', 'closed'));
