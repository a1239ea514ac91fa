CREATE TABLE users (
    id bigint UNIQUE
);
