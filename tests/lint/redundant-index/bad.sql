CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer,
    UNIQUE (email, age)
);

CREATE INDEX ON users (email);
