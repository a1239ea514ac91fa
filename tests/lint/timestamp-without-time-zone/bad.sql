CREATE TABLE users (
    id bigint PRIMARY KEY,
    created_at timestamp,
    changed_at timestamp(3)[]
);
