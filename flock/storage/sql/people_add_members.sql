INSERT INTO member BY NAME
SELECT uuidv7() AS member_id, $sample AS sample, chunk.*
FROM chunk
