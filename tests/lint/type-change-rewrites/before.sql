CREATE TABLE users (
    id integer PRIMARY KEY,
    name varchar(10),
    price numeric(10, 2)
);
