CREATE TABLE auth.users (id int);
