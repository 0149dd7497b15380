-- PostgreSQL only: least authority and the second wall. The application (kanmin_app) sees through
-- row-level security the same join that access.Scope compiles to; background work (kanmin_work)
-- sees all rows; neither owns anything, neither may alter the log.
GRANT USAGE ON SCHEMA public TO kanmin_app, kanmin_work;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO kanmin_app, kanmin_work;
GRANT UPDATE ON org, unit, person, hat, designation, jurisdiction, credential, session, token, invitation,
    audience_member, draft, draft_entry, incident_case, filing, duty, request, setting TO kanmin_app;
GRANT UPDATE, DELETE ON ceremony TO kanmin_app;
GRANT UPDATE ON tree_head, follower, lease, outbox, task, session, token, invitation, setting TO kanmin_work;
GRANT UPDATE (leaf) ON look TO kanmin_work;
REVOKE INSERT ON position, tree_hash, tree_head, checkpoint, follower, lease FROM kanmin_app; -- the sequencer alone numbers
GRANT DELETE ON leaf_pending, ceremony TO kanmin_work;

-- Settings made for one transaction by the store; absent means: nothing is yours.
CREATE FUNCTION kanmin_org() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('kanmin.org', true) $$;
CREATE FUNCTION kanmin_unit() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('kanmin.unit', true) $$;
CREATE FUNCTION kanmin_at() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('kanmin.at', true), ''), '0')::bigint $$;

ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE draft_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE filing ENABLE ROW LEVEL SECURITY;
ALTER TABLE filing_revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE addressee ENABLE ROW LEVEL SECURITY;
ALTER TABLE duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE request ENABLE ROW LEVEL SECURITY;
ALTER TABLE leaf ENABLE ROW LEVEL SECURITY;

CREATE POLICY work ON draft TO kanmin_work USING (true);
CREATE POLICY work ON draft_entry TO kanmin_work USING (true);
CREATE POLICY work ON incident_case TO kanmin_work USING (true);
CREATE POLICY work ON filing TO kanmin_work USING (true);
CREATE POLICY work ON filing_revision TO kanmin_work USING (true);
CREATE POLICY work ON addressee TO kanmin_work USING (true);
CREATE POLICY work ON duty TO kanmin_work USING (true);
CREATE POLICY work ON request TO kanmin_work USING (true);
CREATE POLICY work ON leaf TO kanmin_work USING (true);

CREATE POLICY own ON draft TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = draft.unit AND a.above = kanmin_unit()));
CREATE POLICY child ON draft_entry TO kanmin_app
    USING (EXISTS (SELECT 1 FROM draft d WHERE d.id = draft_entry.draft));

CREATE POLICY own ON incident_case TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = incident_case.unit AND a.above = kanmin_unit()));
CREATE POLICY addressed ON incident_case TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience
        JOIN unit_above a ON a.unit = m.unit WHERE r.object = incident_case.id AND a.above = kanmin_unit()
        AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())))
    WITH CHECK (false);

CREATE POLICY own ON filing TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = filing.unit AND a.above = kanmin_unit()));
CREATE POLICY addressed ON filing TO kanmin_app
    USING (EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience
        JOIN unit_above a ON a.unit = m.unit WHERE r.object = filing.id AND a.above = kanmin_unit()
        AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())));

CREATE POLICY child ON filing_revision TO kanmin_app
    USING (EXISTS (SELECT 1 FROM filing f WHERE f.id = filing_revision.filing));
CREATE POLICY child ON addressee TO kanmin_app
    USING (EXISTS (SELECT 1 FROM filing f WHERE f.id = addressee.filing));

CREATE POLICY own ON duty TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = duty.unit AND a.above = kanmin_unit()));
CREATE POLICY addressed ON duty FOR SELECT TO kanmin_app
    USING (EXISTS (SELECT 1 FROM incident_case c WHERE c.id = duty.subject));

CREATE POLICY asking ON request TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = request.unit AND a.above = kanmin_unit()));
CREATE POLICY asked ON request TO kanmin_app
    USING (asked_org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = request.asked_unit AND a.above = kanmin_unit()));

CREATE POLICY own ON leaf FOR SELECT TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = leaf.unit AND a.above = kanmin_unit()));
CREATE POLICY add ON leaf FOR INSERT TO kanmin_app WITH CHECK (true);
