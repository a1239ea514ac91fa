CREATE TABLE users (
    id bigint PRIMARY KEY,
    email varchar,
    name text
);
