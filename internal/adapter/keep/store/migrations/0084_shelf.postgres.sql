-- PostgreSQL only. Acts write the proofs; what is older than them is proved once, by the house.
GRANT UPDATE (proof) ON saved_view, charge TO kanmin_work;
