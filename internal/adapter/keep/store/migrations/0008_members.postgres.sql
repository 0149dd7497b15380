
GRANT SELECT, INSERT, UPDATE ON offer, succession, contact, look_delay TO kanmin_app;
GRANT SELECT ON offer, succession, contact, look_delay TO kanmin_work;
GRANT INSERT, UPDATE ON offer, succession, contact TO kanmin_work;
GRANT INSERT ON offer_mail TO kanmin_app;
GRANT SELECT, INSERT, DELETE ON offer_mail TO kanmin_work;

ALTER TABLE offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE succession ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact ENABLE ROW LEVEL SECURITY;

CREATE POLICY work ON offer TO kanmin_work USING (true);
CREATE POLICY work ON succession TO kanmin_work USING (true);
CREATE POLICY work ON contact TO kanmin_work USING (true);

CREATE POLICY own ON offer TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = offer.unit AND a.above = kanmin_unit()));
-- Whoever takes an offer up is nobody yet; they hold its link and its code.
CREATE POLICY nobody ON offer TO kanmin_app USING (coalesce(kanmin_org(), '') = '');
CREATE POLICY own ON succession TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = succession.unit AND a.above = kanmin_unit()));
-- That a hat is a deputy's is said whenever it is put on, before anybody is known.
CREATE POLICY nobody ON succession FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');
CREATE POLICY own ON contact TO kanmin_app
    USING (org = kanmin_org() AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = contact.unit AND a.above = kanmin_unit()));
