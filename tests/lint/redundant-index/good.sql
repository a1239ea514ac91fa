CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer,
    UNIQUE (email, age)
);

CREATE INDEX ON users (age);
CREATE INDEX ON users (email DESC);
CREATE INDEX ON users (email) INCLUDE (age);
CREATE INDEX ON users (email) WHERE age > 17;
CREATE UNIQUE INDEX ON users (email);
