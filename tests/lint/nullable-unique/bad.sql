CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text UNIQUE,
    phone text
);

CREATE UNIQUE INDEX ON users (id, phone);
