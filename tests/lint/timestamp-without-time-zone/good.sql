CREATE TABLE users (
    id bigint PRIMARY KEY,
    created_at timestamptz,
    changed_at timestamp(3) with time zone,
    -- schemac: allow timestamp-without-time-zone
    wakes_at timestamp,
    sleeps_at timestamp -- schemac: allow timestamp-without-time-zone, money-type
);
