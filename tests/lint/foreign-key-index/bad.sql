CREATE TABLE teams (
    id bigint PRIMARY KEY
);

CREATE TABLE users (
    id bigint PRIMARY KEY,
    team_id bigint REFERENCES teams,
    boss_id bigint REFERENCES users
);

CREATE INDEX ON users (id, team_id);
CREATE INDEX ON users (boss_id) WHERE id > 100;
