-- PostgreSQL only.
GRANT UPDATE (proof) ON login, credential, session, token, invitation, offer TO kanmin_app, kanmin_work;
