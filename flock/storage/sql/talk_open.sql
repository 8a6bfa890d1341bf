INSERT INTO talk BY NAME
SELECT
    uuidv7() AS talk_id, $now AS started_at, $looking AS started_by,
    least($looking::UUID, $other::UUID) AS low_id, greatest($looking::UUID, $other::UUID) AS high_id
RETURNING talk_id
