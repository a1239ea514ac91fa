CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer
);

CREATE VIEW emails AS SELECT email FROM users;
