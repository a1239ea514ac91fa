CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);

---- create above / drop below ----

DROP TABLE users;
