-- PostgreSQL only. Background work alone counts dates and sends reminders; the organisation that owes is told of its own.
GRANT SELECT ON owed_date, reminder TO kanmin_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON owed_date TO kanmin_work;
GRANT SELECT, INSERT, UPDATE ON owed_seen, reminder TO kanmin_work;

ALTER TABLE owed_date ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON owed_date TO kanmin_work USING (true);
CREATE POLICY own ON owed_date FOR SELECT TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));

ALTER TABLE owed_seen ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON owed_seen TO kanmin_work USING (true);

ALTER TABLE reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY work ON reminder TO kanmin_work USING (true);
CREATE POLICY own ON reminder FOR SELECT TO kanmin_app USING (EXISTS (SELECT 1 FROM duty d WHERE d.id = reminder.object AND d.org = kanmin_org() OFFSET 0)
    OR EXISTS (SELECT 1 FROM errand e WHERE e.id = reminder.object OFFSET 0) OR EXISTS (SELECT 1 FROM owed_date w WHERE w.id = reminder.object OFFSET 0));
