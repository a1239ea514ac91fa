ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;

CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

ALTER TABLE fresh ADD CHECK (number > 0);
