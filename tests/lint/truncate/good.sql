CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

TRUNCATE fresh;
