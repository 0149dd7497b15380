-- PostgreSQL only. A campaign is its office's own, and is read where it was shown to another. A link is there for whoever has both the
-- campaign and the report: what is not theirs is not counted either.
GRANT SELECT, INSERT, UPDATE ON campaign, campaign_report TO kanmin_app;
GRANT SELECT, INSERT ON campaign_share TO kanmin_app;
GRANT SELECT ON campaign, campaign_report, campaign_share TO kanmin_work;

ALTER TABLE campaign ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON campaign TO kanmin_work USING (true);
CREATE POLICY own ON campaign TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON campaign FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r WHERE r.object = campaign.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE campaign_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON campaign_report TO kanmin_work USING (true);
CREATE POLICY linked ON campaign_report TO kanmin_app
    USING (EXISTS (SELECT 1 FROM campaign c WHERE c.id = campaign_report.campaign OFFSET 0)
        AND EXISTS (SELECT 1 FROM reader r WHERE r.object = campaign_report.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0))
    WITH CHECK (org = kanmin_org() AND unit = kanmin_unit() AND EXISTS (SELECT 1 FROM campaign c WHERE c.id = campaign_report.campaign OFFSET 0)
        AND EXISTS (SELECT 1 FROM reader r WHERE r.object = campaign_report.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE campaign_share ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON campaign_share TO kanmin_work USING (true);
CREATE POLICY own ON campaign_share TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
