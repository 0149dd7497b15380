-- PostgreSQL only. What an address tells is said when it is made, and never changed.
GRANT SELECT, INSERT ON feed TO kanmin_app;
