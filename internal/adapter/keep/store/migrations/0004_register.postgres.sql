-- PostgreSQL only. Proposals are the platform's own; transfers, hand-overs and former registrations are joined by rows
-- that have their own wall, like unit and jurisdiction.
GRANT SELECT, INSERT ON former, proposal, transfer, passing, handover TO kanmin_app, kanmin_work;
GRANT UPDATE ON proposal TO kanmin_app;
GRANT DELETE ON unit_above TO kanmin_app; -- a unit moves
GRANT UPDATE (proof) ON passing, handover TO kanmin_app, kanmin_work;
GRANT DELETE ON reader TO kanmin_work; -- open matters pass with jurisdiction, in background

ALTER TABLE proposal ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON proposal TO kanmin_work USING (true);
CREATE POLICY own ON proposal TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = proposal.unit AND a.above = kanmin_unit()));

ALTER TABLE handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON handover TO kanmin_work USING (true);
CREATE POLICY child ON handover TO kanmin_app
    USING (EXISTS (SELECT 1 FROM filing f WHERE f.id = handover.filing));
