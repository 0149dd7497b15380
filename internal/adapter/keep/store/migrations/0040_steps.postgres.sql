-- PostgreSQL only. The same steps stay open to the same two sides; their question's policies are not asked again for each step.
CREATE VIEW request_here WITH (security_barrier) AS SELECT id FROM request WHERE org = kanmin_org() AND unit = ANY ((SELECT kanmin_units())::text[])
    OR asked_org = kanmin_org() AND asked_unit = ANY ((SELECT kanmin_units())::text[]);
GRANT SELECT ON request_here TO kanmin_app;
ALTER POLICY child ON request_step USING (EXISTS (SELECT 1 FROM request_here q WHERE q.id = request_step.request OFFSET 0));
ALTER POLICY add ON request_step WITH CHECK (org = kanmin_org() AND EXISTS (SELECT 1 FROM request_here q WHERE q.id = request_step.request OFFSET 0));
