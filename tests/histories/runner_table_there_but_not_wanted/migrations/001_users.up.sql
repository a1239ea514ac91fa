CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL DEFAULT ''
);
CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL);
