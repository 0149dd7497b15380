-- PostgreSQL only. Whoever reads a report may know the form in which it is printed; a file that nobody has confirmed is its
-- administrators'.
GRANT SELECT, INSERT ON form_template TO kanmin_app;
GRANT UPDATE (until_on) ON form_template TO kanmin_app;
GRANT SELECT ON form_template TO kanmin_work;
GRANT SELECT, INSERT ON published TO kanmin_app;
GRANT UPDATE (held) ON published TO kanmin_app;
GRANT SELECT, DELETE ON published TO kanmin_work;

ALTER TABLE published ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON published TO kanmin_work USING (true);
CREATE POLICY own ON published TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY confirmed ON published FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM form_template t WHERE t.file = published.id OFFSET 0));
