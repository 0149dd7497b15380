-- PostgreSQL only. A part is known in the unit in which its draft stands, and above it.
GRANT SELECT, INSERT ON mandate_part TO kanmin_app;
GRANT SELECT ON mandate_part TO kanmin_work;

ALTER TABLE mandate_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON mandate_part TO kanmin_work USING (true);
CREATE POLICY own ON mandate_part TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
