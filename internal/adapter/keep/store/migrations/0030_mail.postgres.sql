-- PostgreSQL only. An organisation keeps its own addresses; background work reads them, and notes what refused.
GRANT SELECT, INSERT, UPDATE ON mailbox, mail_choice, mail_rule TO kanmin_app;
GRANT SELECT, UPDATE ON mail_refused TO kanmin_app;
GRANT SELECT ON mailbox, mail_choice, mail_rule TO kanmin_work;
GRANT SELECT, INSERT, UPDATE ON mail_refused, mail_digest, mail_tally TO kanmin_work;

ALTER TABLE mailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_refused ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_digest ENABLE ROW LEVEL SECURITY;

CREATE POLICY work ON mailbox TO kanmin_work USING (true);
CREATE POLICY work ON mail_choice TO kanmin_work USING (true);
CREATE POLICY work ON mail_rule TO kanmin_work USING (true);
CREATE POLICY work ON mail_refused TO kanmin_work USING (true);
CREATE POLICY work ON mail_digest TO kanmin_work USING (true);

CREATE POLICY own ON mailbox TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
CREATE POLICY own ON mail_choice TO kanmin_app USING (org = kanmin_org());
CREATE POLICY own ON mail_rule TO kanmin_app USING (org = kanmin_org());
CREATE POLICY own ON mail_refused TO kanmin_app USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
