DROP VIEW user_ids;
