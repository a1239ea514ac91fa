-- arguments: migrations --json
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL DEFAULT '',
    "Full name" text
);
COMMENT ON TABLE users IS 'People';
CREATE INDEX users_email_idx ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE VIEW v AS SELECT id, email FROM users WHERE email <> '';
