CREATE TYPE status AS ENUM ('new', 'held', 'done');

CREATE TABLE orders (
    id bigint PRIMARY KEY,
    status status NOT NULL DEFAULT 'new',
    note text,
    channel text -- schemac: backfill (CASE WHEN note LIKE '%?%' THEN 'ask:me' ELSE '12:30' END)
);

CREATE INDEX orders_note_idx ON orders (note);

CREATE FUNCTION hello(name text) RETURNS text LANGUAGE plpgsql AS $fn$
BEGIN
    -- a comment; with a semicolon
    RETURN 'hello :name ${name} `?` """quoted""" \n \:name a::text' || name;
END;
$fn$;
