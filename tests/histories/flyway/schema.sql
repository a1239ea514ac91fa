CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL DEFAULT ''
);
CREATE VIEW user_emails AS SELECT email FROM users;
CREATE VIEW user_ids AS SELECT id FROM users;
