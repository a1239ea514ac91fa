ALTER TABLE users ALTER COLUMN id TYPE bigint;

ALTER TABLE users ALTER COLUMN price TYPE numeric(10, 3);
