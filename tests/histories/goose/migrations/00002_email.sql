-- +goose Up
ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';

-- +goose StatementBegin
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN NEW;
END;
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION touch();
ALTER TABLE users DROP COLUMN email;
