SET statement_timeout = '1min';

ALTER TABLE users ADD COLUMN a integer;
