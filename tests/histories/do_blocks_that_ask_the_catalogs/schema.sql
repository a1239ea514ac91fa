CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email varchar(20) DEFAULT 0
);
CREATE INDEX users_new_idx ON users (id);
