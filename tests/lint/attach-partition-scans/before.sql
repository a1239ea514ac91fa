CREATE TABLE events (
    id bigint NOT NULL,
    at timestamptz NOT NULL
) PARTITION BY RANGE (at);

CREATE TABLE events_2025 (
    id bigint NOT NULL,
    at timestamptz NOT NULL
);
