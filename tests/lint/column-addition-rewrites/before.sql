CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text,
    age integer
);

CREATE DOMAIN small AS integer CHECK (VALUE < 100);
