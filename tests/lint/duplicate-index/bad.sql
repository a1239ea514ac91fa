CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text UNIQUE,
    age integer
);

CREATE INDEX users_email_idx ON users (email);
CREATE INDEX users_age_idx ON users (age);
CREATE INDEX users_age_idx1 ON users (age);
