-- Up Migration
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);

-- Down Migration
DROP TABLE users;
