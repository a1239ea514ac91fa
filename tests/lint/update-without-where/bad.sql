UPDATE users SET age = 0;

DELETE FROM users;
