-- After the words before it, whatever was done to the clock since.
INSERT INTO message BY NAME
SELECT
    uuidv7() AS message_id, $talk_id::UUID AS talk_id, $looking AS from_id, $words AS words,
    greatest($now, (SELECT max(sent_at) + INTERVAL 1 MICROSECOND FROM message WHERE talk_id = $talk_id)) AS sent_at
RETURNING sent_at AT TIME ZONE 'UTC' AS sent_at
