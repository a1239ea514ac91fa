ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';
UPDATE users SET email = 'nobody@example.org';
SELECT setval('users_id_seq', 100);
COPY users (email) FROM stdin;
somebody@example.org
\.
DELETE FROM users;
