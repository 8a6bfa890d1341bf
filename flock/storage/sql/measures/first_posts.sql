-- The first post of each member who made it from $start on: how soon somebody else answered, and whether she came back on
-- another day within $return_days days. All of it as it was known at $known.
WITH first AS (
    SELECT member, min(first_post) AS day
    FROM act_month JOIN who ON number = member
    GROUP BY member
    HAVING day >= $start::DATE AND day < $end::DATE
), post AS (
    SELECT member, day, actor_id, arg_min(thread, happened_at) AS thread, min(happened_at) AS posted_at
    FROM act
    JOIN member_number ON member_id = actor_id
    JOIN first ON member = number
    WHERE kind = 'post' AND happened_at >= $start AND happened_at < $end
    GROUP BY ALL
), answer AS (
    SELECT member, min(happened_at) AS answered_at
    FROM act JOIN post USING (thread)
    WHERE list_contains($written::VARCHAR[], kind) AND act.actor_id <> post.actor_id
    AND happened_at >= posted_at AND happened_at >= $start AND happened_at < $known
    GROUP BY member
), back AS (
    SELECT DISTINCT member
    FROM act_day JOIN post USING (member)
    WHERE act_day.day > post.day AND act_day.day <= post.day + $return_days::INTEGER
    AND act_day.day >= $start::DATE AND act_day.day < $known::DATE
)
SELECT
    member, epoch_us(posted_at) AS posted_us, thread, (epoch_us(answered_at) - epoch_us(posted_at)) / 3.6e9 AS hours,
    back.member IS NOT NULL AS came_back
FROM post
LEFT JOIN answer USING (member)
LEFT JOIN back USING (member)
ORDER BY posted_at, member
