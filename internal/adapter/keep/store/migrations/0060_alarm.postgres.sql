-- PostgreSQL only.
GRANT UPDATE (body) ON alarm TO kanmin_app;

-- What a unit below sent the head office corrects: one's own filings are those at or below the unit that acts.
CREATE OR REPLACE VIEW filing_own WITH (security_barrier) AS SELECT id FROM filing WHERE org = kanmin_org()
    AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = filing.unit AND a.above = kanmin_unit());
