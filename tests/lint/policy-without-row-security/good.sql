CREATE TABLE users (
    id bigint PRIMARY KEY
);

CREATE POLICY everybody ON users USING (true);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
