CREATE TABLE users (
    id bigint PRIMARY KEY,
    first_name text,
    name2 text
);
