INSERT INTO talk BY NAME
SELECT
    $talk_id AS talk_id, $now AS started_at, $looking AS started_by,
    least($looking::UUID, $other::UUID) AS low_id, greatest($looking::UUID, $other::UUID) AS high_id
