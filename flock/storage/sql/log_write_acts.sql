INSERT INTO interaction BY NAME
SELECT uuidv7() AS interaction_id, $sample AS sample, $import_id AS import_id, chunk.* FROM chunk
