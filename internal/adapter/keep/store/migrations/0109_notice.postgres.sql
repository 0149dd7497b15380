-- PostgreSQL only. A notice and its contact are the own organisation's, and no office's. Whoever shows a code is nobody yet, and finds the
-- contact by the digest alone.
GRANT SELECT, INSERT, UPDATE ON notice_contact, notice TO kanmin_app;
GRANT SELECT ON notice TO kanmin_work;

ALTER TABLE notice_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notice_contact TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY nobody ON notice_contact FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON notice TO kanmin_work USING (true);
CREATE POLICY own ON notice TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
