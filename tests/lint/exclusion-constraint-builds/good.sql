CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    number integer
);

ALTER TABLE fresh ADD EXCLUDE USING btree (number WITH =);
