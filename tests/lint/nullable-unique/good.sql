CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text NOT NULL UNIQUE,
    phone text,
    fax text UNIQUE NULLS NOT DISTINCT
);

CREATE UNIQUE INDEX ON users (phone) WHERE phone IS NOT NULL;
