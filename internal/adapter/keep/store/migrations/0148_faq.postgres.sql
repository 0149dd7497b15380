-- PostgreSQL only. A version is its office's; what was published is everybody's by a row of reader. Where it came from is the office's alone.
GRANT SELECT, INSERT ON faq, faq_source TO kanmin_app;
GRANT UPDATE (state, rev, moved_at, body) ON faq TO kanmin_app;
GRANT SELECT ON faq TO kanmin_work;

ALTER TABLE faq ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON faq TO kanmin_work USING (true);
CREATE POLICY own ON faq TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY everybody ON faq FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = faq.id AND r.audience = 'everybody' OFFSET 0));

ALTER TABLE faq_source ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON faq_source TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
