-- Her talks with at least one other who is still there for her, the latest words first. Words of anybody else are not counted.
WITH {visible},
there AS (
    SELECT own.talk_id, own.muted, own.read_at, list(known.member_id ORDER BY known.name, known.member_id) AS others
    FROM talk_member AS own
    JOIN talk_member AS other ON other.talk_id = own.talk_id AND other.member_id <> own.member_id AND other.left_at IS NULL
    JOIN known ON known.member_id = other.member_id
    WHERE own.member_id = $looking AND own.left_at IS NULL
    GROUP BY ALL
)
SELECT
    talk.talk_id, talk.name, talk.low_id IS NULL AS is_group, there.others, there.muted, talk.started_at AT TIME ZONE 'UTC' AS started_at,
    max(sent_at) AT TIME ZONE 'UTC' AS last_at, arg_max(words, (sent_at, message_id)) AS last_words, arg_max(from_id, (sent_at, message_id)) AS last_from,
    count(*) FILTER (WHERE from_id <> $looking AND (there.read_at IS NULL OR sent_at > there.read_at)) AS unread,
    bool_or(from_id = $looking) AS has_written, bool_or(from_id <> $looking) AS was_written_to
FROM there
JOIN talk ON talk.talk_id = there.talk_id
LEFT JOIN message ON message.talk_id = talk.talk_id AND (from_id = $looking OR list_contains(there.others, from_id))
WHERE $talk_id IS NULL OR talk.talk_id = $talk_id
GROUP BY talk.talk_id, talk.name, is_group, there.others, there.muted, talk.started_at
ORDER BY coalesce(max(sent_at), talk.started_at) DESC, talk.talk_id
