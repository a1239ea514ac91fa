CREATE TABLE teams (
    id bigint,
    part bigint,
    PRIMARY KEY (id, part)
);

CREATE TABLE users (
    id bigint PRIMARY KEY REFERENCES users,
    team_id bigint,
    team_part bigint,
    boss_id bigint REFERENCES users,
    FOREIGN KEY (team_id, team_part) REFERENCES teams
);

CREATE INDEX ON users (team_part, team_id, id);
CREATE INDEX ON users (boss_id) WHERE boss_id IS NOT NULL;
