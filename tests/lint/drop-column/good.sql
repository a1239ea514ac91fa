ALTER TABLE users ALTER COLUMN email DROP DEFAULT;

CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

ALTER TABLE fresh DROP COLUMN number;
