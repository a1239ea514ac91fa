CREATE TABLE users (
    id bigint,
    number bigint NOT NULL
);
