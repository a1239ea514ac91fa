CREATE TABLE users (
    id bigint PRIMARY KEY,
    age integer
);

CREATE TABLE places (
    line integer,
    seat integer,
    PRIMARY KEY (line, seat)
);
