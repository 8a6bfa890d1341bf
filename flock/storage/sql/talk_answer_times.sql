-- How long members took to answer, in hours: from the first of some words of another until their own next.
WITH said AS (
    SELECT
        talk_id, from_id, sent_at,
        lag(from_id) OVER turn AS before_id
    FROM message
    JOIN talk USING (talk_id)
    WHERE talk.low_id IS NOT NULL AND talk_id IN (SELECT talk_id FROM talk_member WHERE member_id IN (SELECT unnest($ids::UUID[])))
    WINDOW turn AS (PARTITION BY talk_id ORDER BY sent_at, message_id)
),
turns AS (
    SELECT *, lag(sent_at) OVER (PARTITION BY talk_id ORDER BY sent_at) AS asked_at
    FROM said
    WHERE before_id IS NULL OR before_id <> from_id
)
SELECT from_id, list(date_diff('minute', asked_at, sent_at) / 60 ORDER BY sent_at DESC)[:20] AS hours
FROM turns
WHERE asked_at IS NOT NULL AND from_id IN (SELECT unnest($ids::UUID[]))
GROUP BY from_id
