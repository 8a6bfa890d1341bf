INSERT INTO talk BY NAME
SELECT $talk_id AS talk_id, $name AS name, $now AS started_at, $looking AS started_by
