CREATE TABLE users (
    id bigint PRIMARY KEY,
    the_name_of_this_column_is_sixty_three_bytes_long_which_is_good text
);
