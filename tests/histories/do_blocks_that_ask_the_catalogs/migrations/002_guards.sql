DO $$
BEGIN
    IF (SELECT count(*) = 1 FROM pg_indexes WHERE indexname IN ('users_old_idx', 'users_new_idx') AND schemaname = 'public') THEN
        ALTER INDEX users_old_idx RENAME TO users_new_idx;
    END IF;
    IF EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'nobody') THEN
        CREATE TABLE wrong_exists (id int);
    ELSIF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email') THEN
        ALTER TABLE users ADD COLUMN email varchar(10) DEFAULT 0;
    ELSE
        CREATE TABLE wrong_else (id int);
    END IF;
    IF (SELECT column_default FROM information_schema.columns WHERE table_name = 'nobody') = '0' THEN
        CREATE TABLE wrong_null (id int);
    END IF;
    IF NOT (SELECT column_default FROM information_schema.columns WHERE table_name = 'nobody') = '0' THEN
        CREATE TABLE wrong_not_null (id int);
    END IF;
END $$;
DO $$
DECLARE
    is_there boolean := false;
    is_long boolean := false;
BEGIN
    SELECT count(*) != 0 INTO is_there FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'email';
    SELECT count(*) != 0 INTO is_long FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'email' AND data_type = 'character varying' AND character_maximum_length = 20;
    IF is_there AND NOT is_long THEN
        ALTER TABLE users ALTER COLUMN email TYPE varchar(20);
    END IF;
END $$;
