-- PostgreSQL only. A step is read by whoever reads its question, and written by the side that takes it.
GRANT SELECT, INSERT ON request_step TO kanmin_app, kanmin_work;
ALTER TABLE request_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON request_step TO kanmin_work USING (true);
CREATE POLICY child ON request_step FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM request q WHERE q.id = request_step.request OFFSET 0));
CREATE POLICY add ON request_step FOR INSERT TO kanmin_app WITH CHECK (
    org = kanmin_org() AND EXISTS (SELECT 1 FROM request q WHERE q.id = request_step.request OFFSET 0));
