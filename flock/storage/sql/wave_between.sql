-- The waves between her and another that still count: the open one towards her first.
SELECT wave_id, from_id, answer, expires_at AT TIME ZONE 'UTC' AS expires_at
FROM wave
WHERE (from_id = $looking AND to_id = $other AND sent_at > $again_after)
    OR (from_id = $other AND to_id = $looking AND answer IS NULL AND expires_at > $now)
ORDER BY from_id = $looking, sent_at
