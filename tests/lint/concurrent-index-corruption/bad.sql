-- options: --server-version 14.3
CREATE INDEX CONCURRENTLY ON users (email);
