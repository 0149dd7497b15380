-- PostgreSQL only. 機器台帳 is the own organisation's, at and below the own unit, and nobody else's.
GRANT SELECT, INSERT, UPDATE ON asset_book, asset_place, asset_item TO kanmin_app;
GRANT SELECT, INSERT ON asset_past TO kanmin_app;
GRANT SELECT ON asset_book, asset_place, asset_item, asset_past TO kanmin_work;

ALTER TABLE asset_book ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON asset_book TO kanmin_work USING (true);
CREATE POLICY own ON asset_book TO kanmin_app USING (org = kanmin_org());

ALTER TABLE asset_place ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON asset_place TO kanmin_work USING (true);
CREATE POLICY own ON asset_place TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE asset_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON asset_item TO kanmin_work USING (true);
CREATE POLICY own ON asset_item TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE asset_past ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON asset_past TO kanmin_work USING (true);
CREATE POLICY own ON asset_past TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
