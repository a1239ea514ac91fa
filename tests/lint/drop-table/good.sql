CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

DROP TABLE fresh;

DROP TABLE IF EXISTS absent;
