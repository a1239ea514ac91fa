CREATE TABLE users (
    id bigint PRIMARY KEY
);

COMMENT ON TABLE users IS 'Who may log in.';
COMMENT ON COLUMN users.id IS 'Never used again.';
