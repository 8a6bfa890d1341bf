-- The last words of a talk that is hers, oldest first, without those of anybody who is not there for her.
WITH {visible},
words AS (
    SELECT
        message_id, from_id, message.words, sent_at,
        from_id <> $looking AND (own.read_at IS NULL OR sent_at > own.read_at) AS is_new
    FROM message
    JOIN talk_member AS own ON own.talk_id = message.talk_id AND own.member_id = $looking AND own.left_at IS NULL
    WHERE message.talk_id = $talk_id AND (from_id = $looking OR from_id IN (SELECT member_id FROM known))
    ORDER BY message.sent_at DESC, message_id DESC
    LIMIT $most
)
SELECT message_id, from_id, words, words.sent_at AT TIME ZONE 'UTC' AS sent_at, is_new FROM words ORDER BY words.sent_at, message_id
