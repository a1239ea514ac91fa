ALTER TABLE users ADD COLUMN a integer;

ALTER TABLE users ADD COLUMN c bigint REFERENCES teams;
