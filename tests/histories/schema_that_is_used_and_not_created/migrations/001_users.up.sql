CREATE SCHEMA auth;
CREATE SCHEMA other;
CREATE TABLE auth.users (id int);
