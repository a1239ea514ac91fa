CREATE TABLE users (
    id bigint PRIMARY KEY
);

CREATE POLICY everybody ON users USING (true);
