INSERT INTO log_group BY NAME SELECT $import_id AS import_id, chunk.* FROM chunk
