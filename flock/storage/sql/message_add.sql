INSERT INTO message BY NAME
SELECT uuidv7() AS message_id, $talk_id::UUID AS talk_id, $looking AS from_id, $words AS words, $now AS sent_at
