INSERT INTO log_group_member BY NAME SELECT $import_id AS import_id, chunk.* FROM chunk
