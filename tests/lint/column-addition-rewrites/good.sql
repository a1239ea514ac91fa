ALTER TABLE users ADD COLUMN a uuid, ALTER COLUMN a SET DEFAULT gen_random_uuid();

ALTER TABLE users ADD COLUMN b integer NOT NULL DEFAULT 0;

ALTER TABLE users ADD COLUMN c timestamptz DEFAULT now();
