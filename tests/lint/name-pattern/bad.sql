CREATE TABLE users (
    id bigint CONSTRAINT users_key PRIMARY KEY,
    email text CONSTRAINT unique_email UNIQUE,
    team_id bigint CONSTRAINT fk_team REFERENCES users,
    age integer CONSTRAINT positive_age CHECK (age > 0),
    during tstzrange,
    CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)
);

CREATE INDEX idx_users_team_id ON users (team_id);
