CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text UNIQUE,
    age integer
);

CREATE INDEX ON users (lower(email));
CREATE INDEX ON users (age);
CREATE INDEX ON users (age DESC);
CREATE INDEX ON users (age) WHERE id > 100;
