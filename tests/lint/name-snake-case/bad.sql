CREATE TABLE users (
    id bigint PRIMARY KEY,
    "first-name" text,
    "2nd_name" text
);
