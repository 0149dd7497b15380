-- PostgreSQL only. A consultation is open to its own organisation and to whom it is addressed; what was said of it, the 範囲整理表 and what was said of
-- their lines are open with it.
GRANT SELECT, INSERT ON consult, consult_said, consult_sheet, consult_mark TO kanmin_app;
GRANT UPDATE (state, moved_at, rev) ON consult TO kanmin_app;
GRANT UPDATE (settled_at, rev) ON consult_sheet TO kanmin_app;
GRANT SELECT ON consult, consult_said, consult_sheet, consult_mark TO kanmin_work;

ALTER TABLE consult ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON consult TO kanmin_work USING (true);
CREATE POLICY own ON consult TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON consult FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = consult.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
CREATE POLICY change_addressed ON consult FOR UPDATE TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = consult.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE consult_said ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON consult_said TO kanmin_work USING (true);
CREATE POLICY child ON consult_said FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM consult c WHERE c.id = consult_said.consult OFFSET 0));
CREATE POLICY add ON consult_said FOR INSERT TO kanmin_app WITH CHECK (
    org = kanmin_org() AND EXISTS (SELECT 1 FROM consult c WHERE c.id = consult_said.consult OFFSET 0));

ALTER TABLE consult_sheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON consult_sheet TO kanmin_work USING (true);
CREATE POLICY child ON consult_sheet FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM consult c WHERE c.id = consult_sheet.consult OFFSET 0));
CREATE POLICY change ON consult_sheet FOR UPDATE TO kanmin_app USING (EXISTS (SELECT 1 FROM consult c WHERE c.id = consult_sheet.consult OFFSET 0));
CREATE POLICY add ON consult_sheet FOR INSERT TO kanmin_app WITH CHECK (
    org = kanmin_org() AND EXISTS (SELECT 1 FROM consult c WHERE c.id = consult_sheet.consult AND c.org = kanmin_org() OFFSET 0));

ALTER TABLE consult_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON consult_mark TO kanmin_work USING (true);
CREATE POLICY child ON consult_mark FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM consult_sheet h WHERE h.id = consult_mark.sheet OFFSET 0));
CREATE POLICY add ON consult_mark FOR INSERT TO kanmin_app WITH CHECK (
    org = kanmin_org() AND EXISTS (SELECT 1 FROM consult_sheet h WHERE h.id = consult_mark.sheet OFFSET 0));
