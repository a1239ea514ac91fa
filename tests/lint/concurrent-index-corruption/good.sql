-- options: --server-version 14.4
CREATE INDEX CONCURRENTLY ON users (email);
