-- PostgreSQL only.
GRANT SELECT, INSERT, UPDATE ON vouch TO kanmin_app;
GRANT SELECT, INSERT, UPDATE ON vouch TO kanmin_work;
GRANT INSERT, UPDATE ON offer TO kanmin_work;
GRANT INSERT ON offer_mail TO kanmin_work;

-- The platform invites the first administrators of organisations, and stands by people where an organisation has not two.
CREATE POLICY platform ON offer TO kanmin_app USING (EXISTS (SELECT 1 FROM org g WHERE g.id = kanmin_org() AND g.kind = 'platform' OFFSET 0)
    AND (number IS NOT NULL OR (SELECT COUNT(DISTINCT h.person) FROM hat h WHERE h.org = offer.org AND h.from_at <= kanmin_at() AND (h.until_at IS NULL OR h.until_at > kanmin_at())
        AND h.unit IN (SELECT b.above FROM unit_above b WHERE b.unit = offer.unit) AND h.roles ~ '(^| )(maintainer-admin|operator-admin|supervisor|supplier-admin)( |$)') < 2));

ALTER TABLE vouch ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON vouch TO kanmin_work USING (true);
CREATE POLICY child ON vouch TO kanmin_app USING (EXISTS (SELECT 1 FROM offer o WHERE o.id = vouch.offer OFFSET 0));
