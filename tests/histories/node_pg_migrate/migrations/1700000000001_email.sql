-- Up Migration
ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';

-- Down Migration
ALTER TABLE users DROP COLUMN email;
