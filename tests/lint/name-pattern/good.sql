CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text UNIQUE,
    team_id bigint REFERENCES users,
    age integer CHECK (age > 0),
    during tstzrange,
    CONSTRAINT users_age_is_old_check CHECK (age < 200),
    CONSTRAINT users_id_team_id_key UNIQUE (id, team_id),
    EXCLUDE USING gist (during WITH &&)
);

CREATE INDEX ON users (team_id);
CREATE INDEX ON users (lower(email));
CREATE INDEX users_team_id_active_idx ON users (team_id) WHERE age > 17;

CREATE TABLE a_table_with_a_name_that_is_nearly_as_long_as_it_can_be (
    a_column_with_a_name_that_is_long_too text UNIQUE
);
