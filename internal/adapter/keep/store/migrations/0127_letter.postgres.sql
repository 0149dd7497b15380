-- PostgreSQL only. A letter is the office's own; a copy is its recipient's to read, and the office's that wrote it. No recipient finds another's.
GRANT SELECT, INSERT ON letter, letter_copy TO kanmin_app;
GRANT SELECT ON letter, letter_copy TO kanmin_work;

ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON letter TO kanmin_work USING (true);
CREATE POLICY own ON letter TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE letter_copy ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON letter_copy TO kanmin_work USING (true);
CREATE POLICY sent ON letter_copy TO kanmin_app USING (office_org = kanmin_org() AND office = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY received ON letter_copy FOR SELECT TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
