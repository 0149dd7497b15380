-- PostgreSQL only. Whoever fetches is nobody yet, and finds the address by its digest alone.
GRANT SELECT, INSERT ON feed TO kanmin_app;
GRANT UPDATE (used_at, ended_at) ON feed TO kanmin_app;

ALTER TABLE feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON feed TO kanmin_app USING (org = kanmin_org());
CREATE POLICY nobody ON feed FOR SELECT TO kanmin_app USING (coalesce(kanmin_org(), '') = '');
