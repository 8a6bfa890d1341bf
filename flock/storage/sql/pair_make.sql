INSERT INTO pair BY NAME
SELECT least($one::UUID, $other::UUID) AS low_id, greatest($one::UUID, $other::UUID) AS high_id, 0 AS touched
