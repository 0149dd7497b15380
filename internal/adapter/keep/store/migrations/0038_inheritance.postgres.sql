-- PostgreSQL only. A 承継 is joined by rows that have their own wall, like a transfer. The house moves what is open; the
-- successor then reads by reader rows, and writes what corrects it.
GRANT SELECT, INSERT ON inheritance TO kanmin_app, kanmin_work;
GRANT UPDATE (undone_at, proof) ON inheritance TO kanmin_app;
GRANT UPDATE (proof) ON inheritance TO kanmin_work;
GRANT UPDATE (org, unit, body) ON duty TO kanmin_work;
GRANT UPDATE (org, unit) ON draft TO kanmin_work;
GRANT UPDATE (asked_org, asked_unit) ON request TO kanmin_work;
GRANT UPDATE (org) ON attached TO kanmin_work;

-- What passed on to the organisation of the transaction, and what files hang on it: by owner's right, since a file is asked for by
-- its draft and a draft by its files.
CREATE VIEW inherited_here WITH (security_barrier) AS SELECT r.object FROM reader r JOIN inheritance i ON i.id = r.audience
    WHERE i.new_org = kanmin_org() AND r.audience = ANY ((SELECT kanmin_audiences())::text[]);
CREATE VIEW inherited_file WITH (security_barrier) AS SELECT t.attachment FROM attached t JOIN reader r ON r.object = t.parent JOIN inheritance i ON i.id = r.audience
    WHERE i.new_org = kanmin_org() AND r.audience = ANY ((SELECT kanmin_audiences())::text[]);
GRANT SELECT ON inherited_here, inherited_file TO kanmin_app;

CREATE POLICY addressed ON leaf FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM inherited_here h WHERE h.object = leaf.id OFFSET 0));
CREATE POLICY inherit ON filing_revision FOR INSERT TO kanmin_app WITH CHECK (
    EXISTS (SELECT 1 FROM inherited_here h WHERE h.object = filing_revision.filing OFFSET 0));
CREATE POLICY inherit ON attachment FOR SELECT TO kanmin_app USING (
    EXISTS (SELECT 1 FROM inherited_file h WHERE h.attachment = attachment.id OFFSET 0));
CREATE POLICY inherit ON attached TO kanmin_app USING (
    EXISTS (SELECT 1 FROM inherited_file h WHERE h.attachment = attached.attachment OFFSET 0)
    AND (org = kanmin_org() OR EXISTS (SELECT 1 FROM inherited_here h WHERE h.object = attached.parent OFFSET 0)));
CREATE POLICY added ON attached FOR INSERT TO kanmin_app WITH CHECK (
    EXISTS (SELECT 1 FROM inherited_here h WHERE h.object = attached.parent OFFSET 0)
    AND EXISTS (SELECT 1 FROM attachment a WHERE a.id = attached.attachment AND a.org = kanmin_org() OFFSET 0));

-- Acts write the proofs.
GRANT UPDATE (proof) ON person, signin_rule, succession, proposal, request TO kanmin_app, kanmin_work;
