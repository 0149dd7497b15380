-- PostgreSQL only. A wish for help is open to its own organisation and to whom it is addressed; what was said of it is open with it; that a
-- report was shown to a helper is told to the own organisation and to that helper, never to an office.
GRANT SELECT, INSERT ON support, support_said, support_share TO kanmin_app;
GRANT UPDATE (about, state, moved_at, rev) ON support TO kanmin_app;
GRANT UPDATE (ended_at) ON support_share TO kanmin_app;
GRANT SELECT ON support, support_said, support_share TO kanmin_work;

ALTER TABLE support ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON support TO kanmin_work USING (true);
CREATE POLICY own ON support TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON support FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = support.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
CREATE POLICY change_addressed ON support FOR UPDATE TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = support.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE support_said ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON support_said TO kanmin_work USING (true);
CREATE POLICY child ON support_said FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM support s WHERE s.id = support_said.support OFFSET 0));
CREATE POLICY add ON support_said FOR INSERT TO kanmin_app WITH CHECK (
    org = kanmin_org() AND EXISTS (SELECT 1 FROM support s WHERE s.id = support_said.support OFFSET 0));

ALTER TABLE support_share ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON support_share TO kanmin_work USING (true);
CREATE POLICY own ON support_share TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY helper ON support_share FOR SELECT TO kanmin_app USING (helper = ANY ((SELECT kanmin_units())::text[]));
