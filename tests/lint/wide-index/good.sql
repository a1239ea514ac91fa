CREATE TABLE t (
    a bigint PRIMARY KEY,
    b text,
    c text,
    d text
);

CREATE INDEX ON t (a, b, c) INCLUDE (d);
CREATE UNIQUE INDEX ON t (a, b, c, d);
