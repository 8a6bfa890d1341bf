-- Her own waves until they expire. One that was declined looks like one that waits; of a mutual yes the talk tells.
SELECT to_id, note, wave.sent_at AT TIME ZONE 'UTC' AS sent_at, wave.expires_at AT TIME ZONE 'UTC' AS expires_at
FROM wave
WHERE from_id = $looking AND answer IS DISTINCT FROM 'yes' AND wave.expires_at > $now
ORDER BY wave.sent_at DESC
