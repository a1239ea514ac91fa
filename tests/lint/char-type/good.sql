CREATE TABLE users (
    id bigint PRIMARY KEY,
    country text,
    kind "char"
);
