-- migrate:up transaction:false
ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';

-- migrate:down
ALTER TABLE users DROP COLUMN email;
