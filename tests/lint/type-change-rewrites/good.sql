ALTER TABLE users ALTER COLUMN name TYPE varchar(20);

ALTER TABLE users ALTER COLUMN name TYPE text;

ALTER TABLE users ALTER COLUMN price TYPE numeric(12, 2);
