-- PostgreSQL only. The same rows stay open to the same offices; what changes is what it costs to find that out. A policy is
-- part of every statement and is asked for every row. As a join it let PostgreSQL begin at the other end and walk all that was
-- ever addressed to an office in order to show a page (OFFSET 0 forbids that), and each child asked its parent's policies,
-- which asked again what the statement had asked already.

-- Where the office of the transaction stands: the units at or below it, and the audiences it is among at the transaction's
-- instant. The database finds out itself, once a transaction, and keeps the answer under the question.
-- +goose StatementBegin
CREATE FUNCTION kanmin_units() RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    whose text := kanmin_unit();
    kept text := current_setting('kanmin.units', true);
BEGIN
    IF whose IS NULL OR whose = '' THEN
        RETURN '{}';
    END IF;
    IF kept IS NULL OR split_part(kept, ' ', 1) <> whose THEN
        kept := set_config('kanmin.units', whose || coalesce((SELECT string_agg(' ' || a.unit, '') FROM public.unit_above a WHERE a.above = whose), ''), true);
    END IF;
    RETURN (string_to_array(kept, ' '))[2:];
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION kanmin_audiences() RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    whose text := kanmin_unit() || '@' || kanmin_at();
    kept text := current_setting('kanmin.audiences', true);
BEGIN
    IF whose IS NULL THEN
        RETURN '{}';
    END IF;
    IF kept IS NULL OR split_part(kept, ' ', 1) <> whose THEN
        kept := set_config('kanmin.audiences', whose || coalesce((SELECT string_agg(DISTINCT ' ' || m.audience, '')
            FROM public.audience_member m JOIN public.unit_above a ON a.unit = m.unit WHERE a.above = kanmin_unit()
            AND m.from_at <= kanmin_at() AND (m.until_at IS NULL OR m.until_at > kanmin_at())), ''), true);
    END IF;
    RETURN (string_to_array(kept, ' '))[2:];
END $$;
-- +goose StatementEnd

ALTER POLICY own ON draft USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON incident_case USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY change ON incident_case USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON filing USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY change_own ON filing USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON duty USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY change ON duty USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON leaf USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON name_known USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON name_rule USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY own ON name_ask USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY asking ON request USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
ALTER POLICY asked ON request USING (asked_org = kanmin_org() AND asked_unit = ANY ((SELECT kanmin_units())::text[]));

ALTER POLICY addressed ON incident_case USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = incident_case.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
ALTER POLICY addressed ON filing USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = filing.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
ALTER POLICY change_addressed ON filing USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = filing.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
ALTER POLICY addressed ON name_ask USING (state <> 'withdrawn' AND
    EXISTS (SELECT 1 FROM reader r WHERE r.object = name_ask.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
ALTER POLICY addressed ON alarm USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = alarm.id AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

-- A child is open where its parent is: the parent's two ways, asked about its id. One's own parents are found by owner's
-- right, so that their policies are not asked again.
CREATE VIEW filing_here WITH (security_barrier) AS SELECT id FROM filing WHERE org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]);
CREATE VIEW incident_here WITH (security_barrier) AS SELECT id FROM incident_case WHERE org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]);
GRANT SELECT ON filing_here, incident_here TO kanmin_app;

ALTER POLICY child ON filing_revision USING (
    org = kanmin_org() AND EXISTS (SELECT 1 FROM filing_here f WHERE f.id = filing_revision.filing OFFSET 0)
    OR EXISTS (SELECT 1 FROM reader r WHERE r.object = filing_revision.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
ALTER POLICY child ON addressee USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = addressee.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0)
    OR EXISTS (SELECT 1 FROM filing_here f WHERE f.id = addressee.filing OFFSET 0));
ALTER POLICY child ON handover USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = handover.filing AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0)
    OR EXISTS (SELECT 1 FROM filing_here f WHERE f.id = handover.filing OFFSET 0));
ALTER POLICY addressed ON duty USING (
    EXISTS (SELECT 1 FROM reader r WHERE r.object = duty.subject AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0)
    OR EXISTS (SELECT 1 FROM incident_here c WHERE c.id = duty.subject OFFSET 0));
ALTER POLICY child ON draft_entry USING (EXISTS (SELECT 1 FROM draft d WHERE d.id = draft_entry.draft OFFSET 0));
