-- PostgreSQL only. A file is of the organisation that brought it. What an advisory says is for everybody who takes part, once its embargo is over;
-- the worker alone writes what comes from files.
GRANT SELECT, INSERT, UPDATE, DELETE ON advisory_file TO kanmin_app;
GRANT SELECT (file, seq), INSERT, DELETE ON advisory_chunk TO kanmin_app;
GRANT SELECT ON advisory TO kanmin_app;
GRANT SELECT, INSERT, UPDATE ON advisory_file, advisory TO kanmin_work;
GRANT SELECT, INSERT, DELETE ON advisory_chunk TO kanmin_work;

ALTER TABLE advisory_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON advisory_file TO kanmin_work USING (true);
CREATE POLICY own ON advisory_file TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE advisory_chunk ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON advisory_chunk TO kanmin_work USING (true);
CREATE POLICY own ON advisory_chunk TO kanmin_app USING (EXISTS (SELECT 1 FROM advisory_file f WHERE f.id = advisory_chunk.file AND f.org = kanmin_org() OFFSET 0));

ALTER TABLE advisory ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON advisory TO kanmin_work USING (true);
CREATE POLICY known ON advisory FOR SELECT TO kanmin_app USING (COALESCE(embargo_at, 0) <= kanmin_at());
CREATE POLICY own ON advisory FOR SELECT TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON advisory FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = advisory.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
