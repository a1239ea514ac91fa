ALTER TABLE users ALTER COLUMN email SET NOT NULL;

ALTER TABLE users ADD CONSTRAINT age_is_known CHECK (age IS NOT NULL);

-- The constraint goes first, and proves nothing any more.
ALTER TABLE users ALTER COLUMN age SET NOT NULL, DROP CONSTRAINT age_is_known;
