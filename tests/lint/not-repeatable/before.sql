CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer
);

CREATE INDEX users_email_idx ON users (email);

CREATE TYPE mood AS ENUM ('glad', 'sad');
