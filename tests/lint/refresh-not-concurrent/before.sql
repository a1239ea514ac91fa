CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer
);

CREATE MATERIALIZED VIEW emails AS SELECT id, email FROM users;

CREATE UNIQUE INDEX ON emails (id);
