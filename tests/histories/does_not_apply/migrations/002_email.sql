ALTER TABLE users ADD COLUMN email text;

ALTER TABLE members ADD COLUMN email text;
