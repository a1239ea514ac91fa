DROP INDEX CONCURRENTLY users_email_idx;

CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

CREATE INDEX fresh_number_idx ON fresh (number);

DROP INDEX fresh_number_idx;
