-- PostgreSQL only. Contacts are the own organisation's, and those of an operator are also open to the offices to which that unit's
-- reports are addressed. Calls are the called office's; whoever filed is told that and when.
GRANT SELECT, INSERT, UPDATE ON on_call TO kanmin_app;
GRANT SELECT, INSERT ON call_made TO kanmin_app;
GRANT SELECT ON on_call TO kanmin_work;
GRANT SELECT, INSERT ON call_made TO kanmin_work;

ALTER TABLE on_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON on_call TO kanmin_work USING (true);
CREATE POLICY own ON on_call TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON on_call FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM filing f JOIN reader r ON r.object = f.id
    WHERE f.org = on_call.org AND f.unit = on_call.unit AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE call_made ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON call_made TO kanmin_work USING (true);
CREATE POLICY own ON call_made TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY filed ON call_made FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM filing_here f WHERE f.id = call_made.filing OFFSET 0));
