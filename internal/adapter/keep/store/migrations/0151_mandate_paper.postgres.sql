-- PostgreSQL only. A paper is its mandate's: whoever is one of the two sides reads it, and nobody changes it.
GRANT SELECT, INSERT ON mandate_paper TO kanmin_app;
GRANT SELECT ON mandate_paper TO kanmin_work;

ALTER TABLE mandate_paper ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON mandate_paper TO kanmin_work USING (true);
CREATE POLICY sides ON mandate_paper TO kanmin_app USING (
    EXISTS (SELECT 1 FROM mandate m WHERE m.id = mandate_paper.mandate AND m.operator = mandate_paper.org OFFSET 0));
