-- PostgreSQL only. A part is its unit's, and of the units above it; the collection is the head's.
GRANT SELECT, INSERT, UPDATE ON collection, collection_part TO kanmin_app;
GRANT SELECT ON collection, collection_part TO kanmin_work;

ALTER TABLE collection ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON collection TO kanmin_work USING (true);
CREATE POLICY own ON collection TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE collection_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON collection_part TO kanmin_work USING (true);
CREATE POLICY own ON collection_part TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
