INSERT INTO talk BY NAME
SELECT uuidv7() AS talk_id, $name AS name, $now AS started_at, $looking AS started_by
RETURNING talk_id
