ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';

---- create above / drop below ----

ALTER TABLE users DROP COLUMN email;
