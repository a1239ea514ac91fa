CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer
);

CREATE TABLE events (
    id bigint NOT NULL,
    at timestamptz NOT NULL
) PARTITION BY RANGE (at);
