CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
CREATE TABLE legacy (id int);
CREATE VIEW v AS SELECT id FROM users;
CREATE INDEX legacy_id_idx ON legacy (id);
