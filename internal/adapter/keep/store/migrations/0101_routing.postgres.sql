-- PostgreSQL only. Whoever reports may know by which channel an authority has it; no row is of an organisation.
GRANT SELECT, INSERT ON routing TO kanmin_app, kanmin_work;
GRANT UPDATE (until_on, proof) ON routing TO kanmin_app;
GRANT UPDATE (proof) ON routing TO kanmin_work;
