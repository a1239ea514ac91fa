SET lock_timeout = '5s';

ALTER TABLE users ADD COLUMN a integer;

RESET lock_timeout;

BEGIN;

SET LOCAL lock_timeout = '5s';

ALTER TABLE users ADD COLUMN b integer;

COMMIT;

CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

ALTER TABLE fresh ADD COLUMN a integer;
