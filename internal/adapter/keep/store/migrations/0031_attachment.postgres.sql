-- PostgreSQL only. A file is its owner's, and of those to whom the filing that holds it is addressed; which of them received the
-- section is cut after loading, as with answers.
GRANT SELECT, INSERT, UPDATE, DELETE ON attachment, attachment_chunk TO kanmin_app;
GRANT SELECT, INSERT, DELETE ON attached TO kanmin_app;
GRANT SELECT, DELETE ON attachment, attachment_chunk TO kanmin_work;
GRANT SELECT ON attached TO kanmin_work;

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachment_chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE attached ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON attachment TO kanmin_work USING (true);
CREATE POLICY work ON attachment_chunk TO kanmin_work USING (true);
CREATE POLICY work ON attached TO kanmin_work USING (true);
CREATE POLICY own ON attachment TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY own ON attached TO kanmin_app USING (org = kanmin_org() AND
    EXISTS (SELECT 1 FROM attachment a WHERE a.id = attached.attachment AND a.org = kanmin_org() OFFSET 0));
CREATE POLICY own ON attachment_chunk TO kanmin_app USING (org = kanmin_org() AND
    EXISTS (SELECT 1 FROM attachment a WHERE a.id = attachment_chunk.attachment AND a.org = kanmin_org() OFFSET 0));
CREATE POLICY addressed ON attached FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = attached.parent AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
CREATE POLICY addressed ON attachment_chunk FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM attached t JOIN reader r ON r.object = t.parent
        WHERE t.attachment = attachment_chunk.attachment AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
