-- PostgreSQL only. The house itself locks accounts that nobody uses; it holds the rows of who could lift the lock (Overseers).
GRANT UPDATE (from_at, until_at) ON hat TO kanmin_work;
