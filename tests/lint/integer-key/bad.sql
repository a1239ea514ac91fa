CREATE TABLE users (
    id integer PRIMARY KEY
);

CREATE TABLE teams (
    id smallint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (id)
);
