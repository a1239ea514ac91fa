CREATE TABLE members (id bigint REFERENCES later (id));
