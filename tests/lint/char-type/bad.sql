CREATE TABLE users (
    id bigint PRIMARY KEY,
    country char(2),
    sex char
);

CREATE DOMAIN code AS char(3);
