CREATE INDEX CONCURRENTLY ON users (email);

CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

CREATE UNIQUE INDEX ON fresh (number);
