-- PostgreSQL only. The same rows stay open to the same offices: the office's own units are found once a transaction, as for every
-- other record (0018_walls.postgres.sql), and what was opened is told by its own row.
ALTER POLICY own ON procedure USING (org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[]));
