-- PostgreSQL only. That something was withdrawn follows both filings: whoever reads one of them knows of it.
GRANT SELECT, INSERT ON withdrawal TO kanmin_app;
GRANT SELECT ON withdrawal TO kanmin_work;

ALTER TABLE withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON withdrawal TO kanmin_work USING (true);
CREATE POLICY own ON withdrawal TO kanmin_app USING (org = kanmin_org());
CREATE POLICY filed ON withdrawal FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM filing_here f WHERE f.id = withdrawal.filing OFFSET 0));
CREATE POLICY addressed ON withdrawal FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object IN (withdrawal.filing, withdrawal.by_filing) AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
