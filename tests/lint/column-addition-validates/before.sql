CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer
);

CREATE TABLE teams (
    id bigint PRIMARY KEY
);
