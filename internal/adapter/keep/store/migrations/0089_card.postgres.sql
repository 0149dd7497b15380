-- PostgreSQL only. A card is the own organisation's; whoever shows a code is nobody yet, and finds its row by the digest alone.
GRANT SELECT, INSERT ON duty_card, duty_card_code TO kanmin_app;
GRANT UPDATE (ended_at) ON duty_card TO kanmin_app;
GRANT UPDATE (used_at, packet, number) ON duty_card_code TO kanmin_app;

ALTER TABLE duty_card ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON duty_card TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY nobody ON duty_card FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');

ALTER TABLE duty_card_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON duty_card_code TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY nobody ON duty_card_code FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');
