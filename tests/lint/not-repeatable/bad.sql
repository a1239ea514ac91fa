CREATE TABLE teams (
    id bigint PRIMARY KEY
);

CREATE INDEX users_age_idx ON users (age);

ALTER TABLE users ADD COLUMN name text;

ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);

CREATE TYPE colour AS ENUM ('red');

ALTER TYPE mood ADD VALUE 'happy';

ALTER TABLE users RENAME COLUMN email TO mail;

DROP INDEX users_email_idx;
