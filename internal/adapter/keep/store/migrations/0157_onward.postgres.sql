-- PostgreSQL only. A 通知 follows its notification: whoever reads that knows of it. The filer's act makes it, an office to which the notification is addressed sends it.
GRANT SELECT, INSERT ON onward TO kanmin_app;
GRANT UPDATE (at, rev, by_unit) ON onward TO kanmin_app;
GRANT SELECT ON onward TO kanmin_work;

ALTER TABLE onward ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON onward TO kanmin_work USING (true);
CREATE POLICY made ON onward FOR INSERT TO kanmin_app WITH CHECK (of_org = kanmin_org());
CREATE POLICY filed ON onward FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM filing_here f WHERE f.id = onward.filing OFFSET 0));
CREATE POLICY addressed ON onward FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = onward.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
CREATE POLICY sent ON onward FOR UPDATE TO kanmin_app USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = onward.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
