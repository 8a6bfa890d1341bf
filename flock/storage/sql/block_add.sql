INSERT INTO block BY NAME
SELECT $looking AS blocker_id, $other AS blocked_id, $now AS blocked_at
WHERE NOT EXISTS (SELECT 1 FROM block WHERE blocker_id = $looking AND blocked_id = $other)
