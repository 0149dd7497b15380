-- PostgreSQL only. A unit without contacts of its own has those of the next unit above it: the offices to which its reports are addressed
-- see them.
ALTER POLICY addressed ON on_call USING (EXISTS (SELECT 1 FROM filing f JOIN unit_above u ON u.unit = f.unit JOIN reader r ON r.object = f.id
    WHERE f.org = on_call.org AND u.above = on_call.unit AND r.audience = ANY ((SELECT kanmin_audiences())::text[]) OFFSET 0));
