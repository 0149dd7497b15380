-- PostgreSQL only. What came by telephone is open where its report is; the operator settles it, and the office that took the call notes that
-- it called back. An office finds the contacts of an operator for whose reports it is competent before there is a report.
GRANT SELECT, INSERT, UPDATE ON intake TO kanmin_app;
GRANT SELECT ON intake TO kanmin_work;

ALTER TABLE intake ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON intake TO kanmin_work USING (true);
CREATE POLICY own ON intake TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON intake FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = intake.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
CREATE POLICY back ON intake FOR UPDATE TO kanmin_app USING (office_org = kanmin_org() AND office = ANY ((SELECT kanmin_units())::text[]));

CREATE POLICY competent ON on_call FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM jurisdiction j
    WHERE (j.operator = on_call.org OR j.operator IS NULL) AND j.act = 'report' AND j.unit = ANY ((SELECT kanmin_units())::text[])
    AND j.from_on <= to_char(to_timestamp(kanmin_at() / 1000000) AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD')
    AND (j.until_on IS NULL OR j.until_on > to_char(to_timestamp(kanmin_at() / 1000000) AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD')) OFFSET 0)
    AND EXISTS (SELECT 1 FROM org o WHERE o.id = on_call.org AND o.kind = 'operator' OFFSET 0));
