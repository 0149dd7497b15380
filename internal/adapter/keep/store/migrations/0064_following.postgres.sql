-- PostgreSQL only. An office to which a case is addressed has the duty of that case run again after it stayed (対象外の申出), and can do
-- nothing else with it.
CREATE POLICY resume ON duty FOR UPDATE TO kanmin_app
    USING (state = 'stayed' AND EXISTS (SELECT 1 FROM reader r WHERE r.object = duty.subject AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0))
    WITH CHECK (state = 'open' AND EXISTS (SELECT 1 FROM reader r WHERE r.object = duty.subject AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
