CREATE TABLE users (
    id bigint PRIMARY KEY,
    the_name_of_this_column_is_sixty_four_bytes_long_which_is_one_to text
);

CREATE INDEX the_name_of_this_index_is_far_longer_than_what_postgresql_keeps_of_it ON users (id);
