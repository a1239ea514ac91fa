CREATE TABLE IF NOT EXISTS teams (
    id bigint PRIMARY KEY
);

CREATE INDEX IF NOT EXISTS users_age_idx ON users (age);

ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;

ALTER TABLE users DROP CONSTRAINT IF EXISTS users_age_check;

ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);

DROP POLICY IF EXISTS own_rows ON users;

CREATE POLICY own_rows ON users USING (true);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_type WHERE typname = 'colour') THEN
        CREATE TYPE colour AS ENUM ('red');
    END IF;
END
$$;

ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy';

CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';

ALTER TABLE users ALTER COLUMN email SET NOT NULL;

DROP INDEX IF EXISTS users_email_idx;
