-- PostgreSQL only.
GRANT SELECT, INSERT ON standing TO kanmin_app, kanmin_work;
GRANT UPDATE (proof) ON org, unit, unit_above, hat, designation, jurisdiction, audience_member, reader, addressee TO kanmin_app, kanmin_work;
