-- Open waves towards her, from those who exist for her or have shown themselves.
WITH {visible}
SELECT wave_id, from_id, note, wave.sent_at AT TIME ZONE 'UTC' AS sent_at
FROM wave
JOIN known ON known.member_id = wave.from_id
WHERE to_id = $looking AND answer IS NULL AND expires_at > $now
ORDER BY wave.sent_at DESC
