-- Whose words are the last of a talk, and the moment of new ones: after these, whatever was done to the clock since.
SELECT from_id, greatest($now, sent_at + INTERVAL 1 MICROSECOND) AT TIME ZONE 'UTC' AS next_at
FROM message
WHERE talk_id = $talk_id
ORDER BY sent_at DESC, message_id DESC
LIMIT 1
