DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT id FROM users LOOP
        UPDATE users SET email = 'x' WHERE id = one.id;
    END LOOP;
    IF (SELECT count(*) FROM users) > 3 THEN
        DELETE FROM users;
    END IF;
END $$;
