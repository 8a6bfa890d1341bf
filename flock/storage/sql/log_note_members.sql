INSERT INTO log_member BY NAME SELECT $import_id AS import_id, member_id FROM chunk
