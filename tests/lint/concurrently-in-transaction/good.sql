BEGIN;

SET LOCAL lock_timeout = '5s';

COMMIT;

CREATE INDEX CONCURRENTLY ON users (email);
