INSERT INTO log_meetup BY NAME SELECT $import_id AS import_id, chunk.* FROM chunk
