UPDATE users SET age = 0 WHERE id < 1000;

CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

UPDATE fresh SET number = 1;
