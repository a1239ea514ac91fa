DO $$
BEGIN
    IF (SELECT count(*) FROM users) > 3 THEN
        CREATE TABLE many (id int);
    END IF;
END $$;
