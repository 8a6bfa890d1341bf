-- First posts of the last four weeks that nobody else answered within a day.
WITH firsts AS (
    SELECT actor_id AS member_id, min(happened_at) AS posted_at, arg_min(thread, happened_at) AS thread
    FROM act
    WHERE kind = 'post' AND happened_at < $until::DATE
    GROUP BY actor_id
),
waiting AS (
    SELECT firsts.*
    FROM firsts
    WHERE posted_at >= $until::DATE - 28 AND posted_at < $until::DATE - 1
        AND NOT EXISTS (
            SELECT 1 FROM act
            WHERE kind = 'reply' AND act.thread = firsts.thread AND actor_id <> firsts.member_id AND happened_at < $until::DATE
        )
)
SELECT 'unanswered' AS kind, waiting.member_id, CASE WHEN seen_by <> 'nobody' THEN name END AS name, CAST(posted_at AS DATE) AS day
FROM waiting JOIN member USING (member_id)
ORDER BY day, name, waiting.member_id
