INSERT INTO log_group_name BY NAME SELECT * FROM chunk
