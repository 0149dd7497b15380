-- PostgreSQL only. What was opened is read by whoever may fill it in (an operator that was ever designated; for which sectors and days is
-- sealed) and by whoever reads something that was sent under it: a filing that the walls of filing show, whose kind names the version
-- in ASCII. No other transaction finds it, with the names of the officers that stand in it.
ALTER POLICY opened ON procedure USING (state IN ('published', 'closed') AND CASE
    WHEN (SELECT EXISTS (SELECT 1 FROM designation d WHERE d.operator = kanmin_org())) THEN true
    ELSE EXISTS (SELECT 1 FROM filing f WHERE f.kind = 'P' || substr(procedure.number, 2) || '@' || procedure.version OFFSET 0) END);
