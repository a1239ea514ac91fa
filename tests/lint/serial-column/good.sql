CREATE SEQUENCE numbers;

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number bigint DEFAULT nextval('numbers')
);

-- What is made of a table that the file does not know is not looked at, nor what belongs to it.
CREATE SEQUENCE liked_id_seq;

CREATE TABLE liked AS
SELECT nextval('liked_id_seq') AS id, a.person_id
FROM post_actions a;

ALTER SEQUENCE liked_id_seq OWNED BY liked.id;

CREATE SEQUENCE liked_number_seq OWNED BY liked.number;

CREATE INDEX idx_liked_person ON liked (person_id);

CREATE STATISTICS liked_statistics (dependencies) ON id, person_id FROM liked;

CREATE POLICY liked_policy ON liked USING (true);

CREATE RULE liked_rule AS ON DELETE TO liked DO INSTEAD NOTHING;

CREATE TRIGGER liked_trigger BEFORE UPDATE ON liked
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
