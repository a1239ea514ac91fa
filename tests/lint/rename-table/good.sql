CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

ALTER TABLE fresh RENAME TO people;
