-- PostgreSQL only. Turns and confirmations are the own organisation's, and those of an operator are also open to the offices to which that
-- unit's reports, or those of a unit below it, are addressed.
GRANT SELECT, INSERT ON duty_turn, duty_confirmed TO kanmin_app;
GRANT UPDATE (ended_at) ON duty_turn TO kanmin_app;
GRANT SELECT ON duty_turn, duty_confirmed TO kanmin_work;

ALTER TABLE duty_turn ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON duty_turn TO kanmin_work USING (true);
CREATE POLICY own ON duty_turn TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON duty_turn FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM filing f JOIN unit_above u ON u.unit = f.unit JOIN reader r ON r.object = f.id
    WHERE f.org = duty_turn.org AND u.above = duty_turn.unit AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));

ALTER TABLE duty_confirmed ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON duty_confirmed TO kanmin_work USING (true);
CREATE POLICY own ON duty_confirmed TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY addressed ON duty_confirmed FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM filing f JOIN unit_above u ON u.unit = f.unit JOIN reader r ON r.object = f.id
    WHERE f.org = duty_confirmed.org AND u.above = duty_confirmed.unit AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
