DROP VIEW emails;

DROP TABLE users;
