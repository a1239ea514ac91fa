CREATE INDEX ON users (email);

CREATE INDEX ON events (id);
